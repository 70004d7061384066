import { allChecks, CATALOGUE } from "#checks/catalogue.js";
import type { Check } from "#checks/check.js";
import { env } from "#config/variables.js";
import { redactAll } from "#log/redact.js";
import { waitForRun } from "#runs/wait/run.js";
import { runningAs } from "#sentry/sdk/state/running.js";
import { isListed } from "#state/listed-checks.js";
import type { CheckDay } from "#store/history/counts.js";
import { type RunSummary, StoreDown, store } from "#store/open.js";
import type { Cause, RunAnswer, Verdict } from "#verdict/answer.js";
import { type Counts, daysUntil, isBad, NO_COUNTS } from "#verdict/history/days.js";
import { runAnswer } from "./read/answer.js";
import { defaultChecks } from "./read/default-checks.js";
import { type Since, sinceWhen } from "./read/history/since.js";
import { HISTORY_DAYS } from "./read/history/view.js";

/** One check of the page: its newest run for the running release and environment. */
export interface BoardRow {
  check: Check;
  /** The id of its newest run; null where there is none. */
  run: string | null;
  /** Null where there is no run, or where the row was not asked for in full. */
  answer: RunAnswer | null;
  /** Of the newest run, whatever its age; null where there is none. */
  verdict: Verdict | null;
  cause: Cause | null;
  /** Fired longer ago than STATUS_MAX_AGE: the verdict proves nothing about today. */
  stale: boolean;
  /** Null where the newest run ended well, is under way, or is counted nowhere. */
  since: Since | null;
  /** A day each. */
  counts: readonly Counts[];
}

export interface Board {
  /** Milliseconds since the epoch, on the store's clock. */
  now: number;
  /** Oldest first; the last one is today. */
  days: readonly number[];
  /** The checks that count: the default ones, and those that have run for this release. */
  rows: readonly BoardRow[];
  /** Taken by this app, and never run for this release. */
  idle: readonly BoardRow[];
  /** Not listed in this app's roundtrip.ts. */
  absent: readonly Check[];
}

/**
 * All that the store knows of this app's checks, as of now. Null when it cannot be reached.
 * @param only the names of checks whose runs are read in full; null: all of them
 */
export async function readBoard(only: ReadonlySet<string> | null = null): Promise<Board | null> {
  try {
    return await read(only);
  } catch (error) {
    if (StoreDown.is(error)) return null;
    throw error;
  }
}

async function read(only: ReadonlySet<string> | null): Promise<Board> {
  const { STATUS_MAX_AGE } = env();
  const { release, environment } = runningAs();
  const now = await store().now();
  const days = daysUntil(now, HISTORY_DAYS);
  const [newest, found] = await Promise.all([
    store().newest(release, environment),
    store().days({ environment, release: null }, days[0] ?? 0),
  ]);
  const taken = allChecks().filter(({ name }) => isListed(name));
  const seen = await Promise.all(
    taken.map(async (check) => {
      const summary = newestOf(newest, check.name);
      const answer = summary && (only === null || only.has(check.name)) ? await answerOf(summary, now) : null;
      const verdict = answer?.verdict ?? (summary ? (summary.decision?.verdict ?? "pending") : null);
      return { check, summary, answer, verdict };
    }),
  );
  // Asked when all are judged: a run may have been decided by this very look.
  const bad = seen.flatMap(({ summary, verdict }) =>
    summary && verdict && isBad(verdict) ? [summary.run] : [],
  );
  const since = await sinceWhen(store(), environment, bad);
  const all = seen.map(
    ({ check, summary, answer, verdict }): BoardRow => ({
      check,
      run: summary?.run.id ?? null,
      answer,
      verdict,
      cause: answer ? answer.cause : redactAll(summary?.decision?.cause ?? null),
      stale: summary !== undefined && now - summary.run.firedAt > STATUS_MAX_AGE,
      since: summary && verdict && isBad(verdict) ? since(summary.run) : null,
      counts: days.map((day) => countsOn(found, check.name, day)),
    }),
  );
  const counted = new Set([...defaultChecks(), ...newest.map(({ run }) => run.check)]);
  return {
    now,
    days,
    rows: all.filter(({ check }) => counted.has(check.name)),
    idle: all.filter(({ check }) => !counted.has(check.name)),
    absent: CATALOGUE.filter(({ name }) => !isListed(name)),
  };
}

const newestOf = (all: readonly RunSummary[], check: string): RunSummary | undefined =>
  all.filter(({ run }) => run.check === check).sort((a, b) => b.run.firedAt - a.run.firedAt)[0];

/** Whoever looks at a run that is under way has it followed. */
async function answerOf({ run, decision }: RunSummary, now: number): Promise<RunAnswer | null> {
  const stored = decision ? await store().load(run.id) : await waitForRun(run.id, 0);
  return stored && runAnswer(stored, now);
}

const countsOn = (found: readonly CheckDay[], check: string, day: number): Counts =>
  found.find((one) => one.check === check && one.day === day)?.counts ?? NO_COUNTS;
