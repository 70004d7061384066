import { setTimeout as sleep } from "node:timers/promises";
import { findCheck } from "#checks/catalogue.js";
import type { Check } from "#checks/check.js";
import { ownOrigin } from "#config/app/origin.js";
import { env } from "#config/variables.js";
import { HttpProblem } from "#http/problem.js";
import { type Fired, fireAtFrontDoor } from "#runs/fire/front-door.js";
import { runAnswer } from "#runs/read/answer.js";
import { defaultChecks, listedChecks } from "#runs/read/default-checks.js";
import { healthAnswer } from "#runs/read/health.js";
import { issueTicket, TICKET_HEADER } from "#runs/verify-ticket.js";
import { waitForRun } from "#runs/wait/run.js";
import { runningAs } from "#sentry/sdk/state/running.js";
import { store } from "#store/open.js";
import type { Expect, HealthAnswer, HealthEntry, VerifyRequest } from "#verdict/answer.js";
import { type CauseCode, cause } from "#verdict/causes/catalogue.js";
import { verdictOfCause } from "#verdict/causes/verdicts.js";
import type { Run } from "#verdict/run.js";
import { unset } from "#verdict/text/unset.js";
import { runEntry, unfiredEntry } from "./entries.js";
import { EXPECT_ENVIRONMENT_HEADER, EXPECT_RELEASE_HEADER } from "./fire.js";

/** As long as a caller's connection is usually held by what stands between. */
const DEFAULT_WAIT_S = 60;
/** Longer than handing over a task takes, and too short to be felt where Inngest hangs. */
const HEAD_START_MS = 250;

/**
 * Fires checks through the app's own front door, side by side, and waits for their verdicts.
 * @param nonce under which nothing was fired yet; the runs are kept under it
 */
export async function verify(
  request: VerifyRequest,
  nonce: string,
  signal: AbortSignal,
  headStartMs = HEAD_START_MS,
): Promise<HealthAnswer> {
  const checks = (request.checks ?? defaultChecks()).map((name) => {
    const check = findCheck(name);
    if (!check)
      throw new HttpProblem(
        404,
        "Unknown check",
        `there is no check of this name: ${name.slice(0, 64)}; this app has ${listedChecks().join(", ")}`,
      );
    return check;
  });
  const origin = ownOrigin();
  if (!origin)
    throw new HttpProblem(
      503,
      "APP_URL missing",
      `${unset("APP_URL", env().problems)}. verify fires through the app's own address`,
    );
  const { release, environment } = runningAs();
  const waitMs = (request.wait ?? DEFAULT_WAIT_S) * 1000;
  const distinct = [...new Set(checks)];
  const fired = await fireTasksFirst(distinct, headStartMs, (check) =>
    fireAtFrontDoor(check, origin, nonce, headersOf(request.expect ?? {})),
  );
  const entries = await Promise.all(
    distinct.map(async (check) => {
      const firing = await fired.get(check);
      if (!firing) return [check.name, needsBrowser(check)] as const;
      if (!("run" in firing)) return [check.name, notFired(firing.code, firing.facts)] as const;
      return [check.name, await entryOf(firing.run, request.expect ?? {}, waitMs, signal)] as const;
    }),
  );
  return healthAnswer(release, environment, Object.fromEntries(entries));
}

/**
 * Side by side, but that Inngest has its tasks before the others keep this server busy: it waits a second until it tries
 * one again, in which they are done. What a browser fires is left out.
 */
async function fireTasksFirst(
  checks: readonly Check[],
  headStartMs: number,
  fire: (check: Check) => Promise<Fired>,
): Promise<ReadonlyMap<Check, Promise<Fired>>> {
  const fired = new Map<Check, Promise<Fired>>();
  const begin = (some: readonly Check[]) => {
    for (const check of some) fired.set(check, fire(check));
    return Promise.allSettled(fired.values());
  };
  const ours = checks.filter(({ page }) => page === undefined);
  const tasks = ours.filter(({ task }) => task !== undefined);
  const handedOver = begin(tasks);
  if (tasks.length > 0) await Promise.race([handedOver, sleep(headStartMs, undefined, { ref: false })]);
  void begin(ours.filter((check) => !tasks.includes(check)));
  return fired;
}

/** One request for the limits, and what its caller says must be found. */
function headersOf(expect: NonNullable<VerifyRequest["expect"]>): Record<string, string> {
  return {
    [TICKET_HEADER]: issueTicket(),
    ...(expect.release && { [EXPECT_RELEASE_HEADER]: expect.release }),
    ...(expect.environment && { [EXPECT_ENVIRONMENT_HEADER]: expect.environment }),
  };
}

async function entryOf(
  runId: string,
  expect: Expect,
  waitMs: number,
  signal: AbortSignal,
): Promise<HealthEntry> {
  const begun = await store().load(runId);
  // A run that was not told what to expect would be compared with what its own process believes of itself.
  if (begun && !expects(begun.run, expect)) return notFired("expectation_lost", { run: runId });
  const stored = begun && (await waitForRun(runId, waitMs, signal));
  if (!stored) return notFired("not_fired", { status: "no run" });
  return runEntry(runAnswer(stored, await store().now()));
}

const expects = ({ expected }: Run, { release, environment }: Expect): boolean =>
  expected.release === (release ?? expected.release) &&
  expected.environment === (environment ?? expected.environment);

/** Neither a pass nor a fault of the app: nobody was there who could have fired it. */
function needsBrowser(check: Check): HealthEntry {
  const why = { check: check.name, why: "verify fires from the server" };
  return notFired("needs_browser", why);
}

/** Where the app was only slow to answer itself, nothing is known. */
const notFired = (code: CauseCode, facts: Record<string, string | number>): HealthEntry =>
  unfiredEntry(verdictOfCause(code) ?? "fail", cause(code, facts));
