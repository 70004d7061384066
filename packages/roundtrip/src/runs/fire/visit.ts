import { randomUUID } from "node:crypto";
import { findCheck } from "#checks/catalogue.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { FROM_CACHE, madeFor, NONCE_HEADER, newNonce } from "#checks/nonce.js";
import { ownHeaders, ownOrigin, ownProcess } from "#config/app/origin.js";
import { env } from "#config/variables.js";
import { withinOwnTime } from "#network/abort/own-time.js";
import { upTo } from "#network/ask-twice.js";
import { networkCode } from "#network/error-code.js";
import { NotAllowed, readUpTo, sendOut } from "#network/request.js";
import { CAPABILITY_HEADER, issueCapability } from "#runs/capability.js";
import { REFUSED_HEADER } from "#runs/header.js";
import { record } from "#runs/record/evidence.js";
import { currentTraceHeaders } from "#runs/record/sdk-state.js";
import { TRACE_HEADER, traceHeader } from "#runs/trace-header.js";
import { isLate, isPassing, NO_SUCH_ACTION, wasClosed } from "#verdict/evidence/network.js";
import type { Run } from "#verdict/run.js";
import { unset } from "#verdict/text/unset.js";

/** Of one visit, at least: where all checks are fired at once on a busy machine, the last page is answered after as long. */
const TIMEOUT_MS = 10_000;
/** For all visits to one page, if the run's deadline leaves so much. */
const PATIENCE_MS = 30_000;
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
  /** Nothing is reported of it, so that a visit without a whole answer in time may be repeated. */
  harmless?: boolean;
}

/** An answer of the kind that the page gives. */
interface Seen {
  status: number;
  body: string;
}

/** Why a page was not reached, as evidence says it. */
interface Miss {
  status: number | null;
  code: string;
}

/**
 * Requests a page as a visitor would, through the app's own address, or through this process's own port first where
 * the check is about what one process does. Never throws: that it was not reached is evidence. Only the server can do
 * this, since the page asks for a capability that it alone can make.
 * @returns the page's body, read to its end, since a streamed page raises late; null when it was not reached
 */
export async function visit(run: Run, page: Visit): Promise<string | null> {
  const alone = findCheck(run.check)?.place === "control flow";
  const origins = [alone ? ownProcess() : null, ownOrigin()].filter((one) => one !== null);
  const note = () => ({ id: randomUUID(), run: run.id, role: page.role, at: Date.now() });
  const waits = page.harmless ? TIMEOUT_MS : patience();
  const longest = Math.min(3 * waits, longestMs());
  let miss: Miss = { status: null, code: unset("APP_URL", env().problems) };
  for (const origin of new Set(origins)) {
    // The page is this process's own: where the machine gives it no turn, nobody is slow.
    const ask = () => withinOwnTime(waits, longest, (signal) => request(origin, run, page, signal));
    const seen = await upTo(page.harmless ? Math.max(2, patience() / TIMEOUT_MS) : 1, ask, isMissed);
    if ("body" in seen) {
      record({ ...note(), kind: "visited", address: hrefOf(page.path), status: seen.status });
      return seen.body;
    }
    miss = seen;
    // It may still raise, so that another visit would raise twice: the run waits for it, as for Sentry's answer.
    if (isPassing(seen)) break;
  }
  record({ ...note(), kind: "not_reached", ...miss });
  return null;
}

/** On Next.js' answer to an action that it does not run, whether or not a proxy changes the body. */
const NO_ACTION_HEADER = "x-nextjs-action-not-found";

/** What Roundtrip or Next.js itself says of its refusal; nothing where anybody may have answered. */
function saidBy({ status, headers }: Response): string {
  // A 400 says that there never was such an action: no build made that form.
  if (headers.get(NO_ACTION_HEADER) === "1" && status !== 400) return NO_SUCH_ACTION;
  return headers.get(REFUSED_HEADER) ?? "";
}

/** The run is decided at its deadline, by what is known of the visit by then: at most half of the time is for visiting. */
const longestMs = (): number => Math.max(TIMEOUT_MS, env().RUN_DEADLINE_SECONDS * 500);
const patience = (): number => Math.min(PATIENCE_MS, longestMs());

const isMissed = (seen: Seen | Miss): boolean => "code" in seen && isPassing(seen);

async function request(
  origin: string,
  run: Run,
  { path, answers, holds = /^/, init = {}, harmless = false }: Visit,
  signal: AbortSignal,
): Promise<Seen | Miss> {
  try {
    const headers = new Headers({ ...ownHeaders(), ...Object.fromEntries(new Headers(init.headers)) });
    headers.set(CAPABILITY_HEADER, await issueCapability("raise", run.id));
    const nonce = newNonce();
    headers.set(NONCE_HEADER, nonce);
    // By hand, since the SDK hands a trace on only to addresses that tracePropagationTargets names, where it is set.
    const trace = findCheck(run.check)?.ownTrace
      ? { [TRACE_HEADER]: traceHeader(run.traceId ?? undefined) }
      : currentTraceHeaders();
    for (const [name, value] of Object.entries(trace)) headers.set(name, value);
    const exchange = { ...init, base: origin, headers, signal, again: false };
    const response = await sendOut(`${origin}${hrefOf(path)}`, exchange);
    const body = await readUpTo(response, MAX_BYTES).catch((error: unknown) => {
      const code = networkCode(error);
      // A body that stops in the middle is as late as an answer that never began. A page that raises may break it off.
      if (isLate(code) || (harmless && wasClosed(code))) throw error;
      return "";
    });
    // What a cache kept is the right page, and nothing was raised for it.
    if (madeFor(nonce, response.headers) === "another") return { status: response.status, code: FROM_CACHE };
    const { status } = response;
    return answers.includes(status) && holds.test(body)
      ? { status, body }
      : { status, code: saidBy(response) };
  } catch (error) {
    return {
      status: null,
      code: NotAllowed.is(error) ? `APP_URL: ${error.message}` : networkCode(error),
    };
  }
}
