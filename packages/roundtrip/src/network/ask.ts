import { setMaxListeners } from "node:events";
import type { FailureReason, Outcome } from "#network/outcome.js";
import { isLate, TLS } from "#verdict/evidence/network.js";
import { anyAbort } from "./abort/any-abort.js";
import { ownTimeout } from "./abort/own-time.js";
import { fetchOut } from "./egress.js";
import { networkCode } from "./error-code.js";
import { locationIn } from "./location.js";
import { objection } from "./request.js";

/** One request; two of them after each other still end within the whole examination's limit. */
const REQUEST_MS = 4_000;
/** The whole examination, whatever hangs. */
const EXAMINATION_MS = 8_800;
/** By the clock, however little this process has its turn: the command waits 30 s for two examinations. */
const LONGEST_MS = 13_000;

/** Ends one examination. All its questions listen to it: more than the ten at which Node.js suspects a leak. */
export function examinationDeadline(): AbortSignal {
  const deadline = ownTimeout(EXAMINATION_MS, LONGEST_MS);
  setMaxListeners(0, deadline);
  return deadline;
}

/** No answer that is looked at is near this size. */
const MAX_CHARACTERS = 2_000_000;

export interface Asked {
  outcome: Outcome;
  /** The parsed body; undefined when it is no JSON. */
  body: unknown;
  text: string;
  headers: Headers;
  /** The server's clock minus ours in milliseconds, to the second; null when it does not say. */
  skewMs: number | null;
}

export interface Question {
  method?: "GET" | "HEAD" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** What is sent holds a secret; false for headers that hold none. With headers it is taken to. */
  secret?: boolean;
  /** Ends every request of one examination. */
  deadline: AbortSignal;
}

/**
 * One exchange. Never rejects, never follows a redirect: a token must not travel on. What holds a secret
 * goes over https alone wherever it leaves this machine.
 */
export async function ask(url: URL | string, question: Question): Promise<Asked> {
  const { method = "GET", headers = {}, body, deadline, secret = Object.keys(headers).length > 0 } = question;
  const asked = Date.now();
  const address = new URL(url);
  if (secret && objection(address, address.origin) !== null)
    return unanswered({ kind: "failed", reason: "insecure", code: "http" });
  try {
    const response = await fetchOut(address, {
      method,
      redirect: "manual",
      cache: "no-store",
      signal: anyAbort(deadline, ownTimeout(REQUEST_MS, LONGEST_MS)),
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = await readCapped(response);
    const parsed = parse(text);
    return {
      outcome: {
        kind: "answered",
        status: response.status,
        json: parsed !== undefined,
        redirect: redirectOf(response, url),
      },
      body: parsed,
      text,
      headers: response.headers,
      skewMs: skew(response.headers.get("date"), asked),
    };
  } catch (error) {
    return unanswered({ kind: "failed", ...reasonOf(error) });
  }
}

const unanswered = (outcome: Outcome): Asked => ({
  outcome,
  body: undefined,
  text: "",
  headers: new Headers(),
  skewMs: null,
});

async function readCapped(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    // Enough to tell what it is: leaving the loop ends the connection.
    if (text.length > MAX_CHARACTERS) break;
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function redirectOf(response: Response, url: URL | string): string | null {
  if (response.status < 300 || response.status >= 400) return null;
  return locationIn(response.headers, url)?.host ?? "nowhere";
}

/** The header has whole seconds: less than two of them is no skew. */
function skew(date: string | null, asked: number): number | null {
  const there = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(there)) return null;
  const middle = (asked + Date.now()) / 2;
  return Math.abs(there - middle) < 2_000 ? 0 : Math.round(there - middle);
}

function reasonOf(error: unknown): { reason: FailureReason; code: string } {
  const code = networkCode(error);
  if (isLate(code)) return { reason: "timeout", code: "timeout" };
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return { reason: "dns", code };
  if (code === "ECONNREFUSED") return { reason: "refused", code };
  if (TLS.test(code)) return { reason: "certificate", code };
  return { reason: "network", code };
}
