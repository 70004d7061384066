import { randomUUID } from "node:crypto";
import { findCheck } from "@/checks/catalogue";
import type { Run } from "@/checks/run";
import { NotAllowed, readUpTo, sendOut } from "@/sentry/outgoing";
import { CAPABILITY_HEADER, issueCapability } from "./capability";
import { ownHeaders, ownOrigin } from "./origin";
import { record } from "./record";
import { TRACE_HEADER, traceHeader } from "./trace-header";

const TIMEOUT_MS = 10_000;
/** The largest of our pages is a hundredth of it. */
const MAX_BYTES = 4 * 1024 * 1024;

/** A page of ours that raises the error of one part, and the statuses it answers with when it has done so. */
export interface Visit {
  role: string;
  path: string;
  answers: readonly number[];
  /** What the body must hold to be that page. */
  holds?: RegExp;
  init?: Pick<RequestInit, "method" | "headers" | "body">;
}

/**
 * Requests a page as a visitor would, through the app's own address. Never throws: that it was not reached is
 * evidence. Only the server can do this, since the page asks for a capability that it alone can make.
 * @returns the page's body, read to its end, since a streamed page raises late; null when it was not reached
 */
export async function visit(
  run: Run,
  { role, path, answers, holds = /^/, init = {} }: Visit,
): Promise<string | null> {
  const origin = ownOrigin();
  const missed = (status: number | null, code: string) =>
    record({ id: randomUUID(), run: run.id, role, at: Date.now(), kind: "not_reached", status, code });
  if (!origin) {
    missed(null, "APP_URL is not set");
    return null;
  }
  try {
    const headers = new Headers({ ...ownHeaders(), ...Object.fromEntries(new Headers(init.headers)) });
    headers.set(CAPABILITY_HEADER, await issueCapability("raise", run.id));
    if (findCheck(run.check)?.ownTrace && run.traceId) headers.set(TRACE_HEADER, traceHeader(run.traceId));
    const response = await sendOut(`${origin}${path}`, {
      ...init,
      base: origin,
      headers,
      timeoutMs: TIMEOUT_MS,
    });
    const body = await readUpTo(response, MAX_BYTES).catch(() => "");
    if (answers.includes(response.status) && holds.test(body)) return body;
    missed(response.status, "");
  } catch (error) {
    const inner = error instanceof Error ? (error.cause ?? error) : error;
    const code = inner instanceof Error ? (Reflect.get(inner, "code") ?? inner.name) : "unknown";
    missed(null, error instanceof NotAllowed ? `APP_URL: ${error.message}` : String(code));
  }
  return null;
}
