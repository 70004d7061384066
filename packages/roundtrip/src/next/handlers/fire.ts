import { type Admitted, admit } from "#access/authorize.js";
import { answerError } from "#access/guard.js";
import { takeFire } from "#access/limits/rates.js";
import type { Check } from "#checks/check.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { stated } from "#config/app/stated.js";
import { env } from "#config/variables.js";
import { HttpProblem } from "#http/problem.js";
import { readCanaryTicket } from "#runs/canary-ticket.js";
import { followDurably } from "#runs/follow/durably.js";
import { canRead, learnBackend } from "#runs/follow/lookups.js";
import { follow } from "#runs/follow/runs.js";
import { RUN_HEADER } from "#runs/header.js";
import { companionId, mintRunId } from "#runs/id.js";
import { readMinted } from "#runs/minted.js";
import { nonceOf, runUnder, usedBefore } from "#runs/nonce.js";
import { currentTraceId, currentTraceSampled, markSpans, sdkState } from "#runs/record/sdk-state.js";
import { TRACE_HEADER } from "#runs/trace-header.js";
import { holdsTicket } from "#runs/verify-ticket.js";
import { announce } from "#sentry/sdk/correlation.js";
import { runningAs } from "#sentry/sdk/state/running.js";
import { isRedis, store } from "#store/open.js";
import type { Expect, FiredAnswer } from "#verdict/answer.js";
import { CANARY_DEADLINE_MS } from "#verdict/deadlines.js";
import type { Run } from "#verdict/run.js";

/** What `verify` hands on when its caller said what must be found. */
export const EXPECT_RELEASE_HEADER = "x-check-expect-release";
export const EXPECT_ENVIRONMENT_HEADER = "x-check-expect-environment";
/** By these a caller hands its trace on: the SDK's own, and the W3C's, which the SDK takes where it is told to. */
const TRACE_HEADERS = [TRACE_HEADER, "traceparent"];
/**
 * The handler of a check's address: admits, keeps a new run, starts following it, and lets `raise` do its
 * damage. What `raise` throws goes through untouched, and nothing is done after it: an uncaught error must stay one.
 */
export function firing(check: Check, raise: (run: Run) => unknown): (request: Request) => Promise<Response> {
  return async (request) => {
    let run: Run;
    try {
      const admitted = await admit(request, "fire");
      const { id, isCanarys } = idOf(request, check);
      const nonce = nonceOf(request);
      const via = isCanarys ? "canary" : admitted.via;
      // The canary's round was counted as a whole, and so was a call of verify.
      if (via !== "canary" && !holdsTicket(request)) await takeFire(admitted.caller);
      // Before anything is asked of the store: its commands, too, are known as the run's by this mark.
      if (check.tracing) markSpans(id);
      run = await openRun({ check, id, expect: expectOf(request), via, nonce, request });
    } catch (error) {
      return answerError(error);
    }
    follow(run.id);
    // The canary follows its runs by itself. Nothing of ours may go on after the error: it would keep the process.
    if (run.via !== "canary") await followDurably(run.id);
    await raise(run);
    return firedAnswer(run);
  };
}

/** Opens a run whose errors the caller raises itself, as only a browser can. */
export async function mintRun(
  check: Check,
  admitted: Admitted,
  nonce: string | null,
  expect: Expect = {},
): Promise<Run> {
  await takeFire(admitted.caller);
  const run = await openRun({ check, id: mintRunId(), expect, via: admitted.via, nonce });
  follow(run.id);
  await followDurably(run.id);
  return run;
}

/** The 200 of a check that answers before its error has arrived anywhere. */
function firedAnswer(run: Run): Response {
  const body: FiredAnswer = {
    status: "ok",
    check: run.check,
    run: run.id,
    href: hrefOf(`/api/health/sentry/runs/${run.id}`),
  };
  return Response.json(body, { headers: { "cache-control": "no-store", [RUN_HEADER]: run.id } });
}

/**
 * The run's id, and who says so. The canary minted its own, and signed it; our proxy minted one, signed it, and put it on
 * the answer, where it survives an uncaught error; without a proxy it is minted here. Never the caller's.
 */
function idOf(request: Request, check: Check): { id: string; isCanarys: boolean } {
  const ticket = readCanaryTicket(request.headers);
  if (ticket?.check === check.name) return { id: ticket.run, isCanarys: true };
  return { id: readMinted(request.headers) ?? mintRunId(), isCanarys: false };
}

/** Only verify says what must be found: its own caller's words have been checked there. */
function expectOf(request: Request): Expect {
  if (!holdsTicket(request)) return {};
  const release = request.headers.get(EXPECT_RELEASE_HEADER);
  const environment = request.headers.get(EXPECT_ENVIRONMENT_HEADER);
  return { ...(release ? { release } : {}), ...(environment ? { environment } : {}) };
}

interface Opening {
  check: Check;
  id: string;
  expect: Expect;
  via: Run["via"];
  nonce: string | null;
  request?: Request;
}

async function openRun({ check, id, expect, via, nonce, request }: Opening): Promise<Run> {
  const now = await store().now();
  const run = newRun(check, id, via, now, expect);
  if (nonce) run.nonce = nonce;
  if (check.tracing) run.tracing = tracingOf(via, request);
  if (!(await store().create(run))) {
    const before = nonce && (await runUnder(nonce, check));
    if (before && before !== id) throw usedBefore(before);
    throw new HttpProblem(409, "Run exists", "this run was fired already");
  }
  for (const part of run.parts) if (part.role !== "main") announce(run.id, part.role, part.eventId);
  return run;
}

/** How the request's trace stands, asked of the SDK and of the request itself. */
function tracingOf(via: Run["via"], request: Request | undefined): NonNullable<Run["tracing"]> {
  const { SENTRY_TRACE_SAMPLE_RATE, STORE_URL } = env();
  // Only a browser sends it, and no script may change it; of an address typed in it says "none".
  const fromBrowser = request?.headers.get("sec-fetch-site") === "same-origin";
  const isOurs = via === "canary" || (request !== undefined && holdsTicket(request));
  const brought = TRACE_HEADERS.some((name) => request?.headers.has(name));
  return {
    rate: SENTRY_TRACE_SAMPLE_RATE,
    sampled: currentTraceSampled(),
    fromBrowser,
    // Our own page and our own server begin a trace for each firing.
    alone: fromBrowser || isOurs || !brought,
    redis: isRedis(STORE_URL),
  };
}

function newRun(check: Check, id: string, via: Run["via"], now: number, expect: Expect): Run {
  learnBackend();
  const { RUN_DEADLINE_SECONDS } = env();
  const { release, environment, commitTag, unusable } = stated();
  return {
    id,
    check: check.name,
    firedAt: now,
    deadline: now + (via === "canary" ? CANARY_DEADLINE_MS : RUN_DEADLINE_SECONDS * 1000),
    via,
    parts: check.parts.map(({ role }) => ({ role, eventId: role === "main" ? id : companionId(id, role) })),
    traceId: check.ownTrace ? companionId(id, "trace") : currentTraceId(),
    running: runningAs(),
    expected: {
      release: expect.release ?? release,
      environment: expect.environment ?? environment,
      commitTag,
      fromCaller: expect.release !== undefined || expect.environment !== undefined,
      ...(unusable.length > 0 ? { unusable: [...unusable] } : {}),
    },
    sdk: sdkState(),
    canRead: canRead(),
  };
}
