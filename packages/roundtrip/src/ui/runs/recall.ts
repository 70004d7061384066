import { hrefOf } from "#checks/mount/addresses.js";
import type { HealthAnswer, HealthEntry, RunAnswer } from "#verdict/answer.js";
import { type Ask, isRun, RUN_ID, RUNS } from "./follow.js";
import type { Said } from "./state.js";
import { bodyOf, FollowError, type Trouble, troubleFrom, troubleOf, unreachable } from "./trouble.js";
import { uncached } from "./uncached.js";

const STATUS = hrefOf("/api/health/sentry/status");

/** What the app says of the newest run of a check: the run itself, or its verdict where the run could not be read. */
export type Recalled =
  | { check: string; answer: RunAnswer; stale: boolean }
  | { check: string; run: string; said: Said | null; trouble: Trouble };

/**
 * One run of each check as it stands for the running release; checks never run are missing. Never throws, bar an
 * abort: `trouble` says why nothing could be learnt.
 */
export async function recall(
  ask: Ask,
  signal: AbortSignal,
): Promise<{ found: Recalled[]; trouble: Trouble | null }> {
  try {
    const entries = await readStatus(ask, signal);
    const found = await Promise.all(entries.map((one) => readEntry(ask, one, signal)));
    return { found, trouble: null };
  } catch (error) {
    if (signal.aborted || !(error instanceof FollowError)) throw error;
    return { found: [], trouble: error.trouble };
  }
}

type Entry = { check: string; run: string; entry: HealthEntry };

/** Its 503 says that a check fails, and which: as good an answer as a 200. */
async function readStatus(ask: Ask, signal: AbortSignal): Promise<Entry[]> {
  const isStatus = (body: unknown): body is Partial<HealthAnswer> =>
    isObject(body) && typeof body.status === "string";
  const { checks } = await read(ask, STATUS, signal, isStatus);
  // Whoever may not read is told no more than whether all is well; any other address says why.
  if (!checks) throw new FollowError(await troubleOf(await request(ask, hrefOf(`${RUNS}/newest`), signal)));
  return Object.entries(checks).flatMap(([check, [entry]]) =>
    entry?.run && RUN_ID.test(entry.run) ? [{ check, run: entry.run, entry }] : [],
  );
}

async function readEntry(ask: Ask, { check, run, entry }: Entry, signal: AbortSignal): Promise<Recalled> {
  try {
    const answer = await read(ask, hrefOf(`${RUNS}/${run}?wait=0`), signal, isRun);
    const stale = entry.verdict === "unknown" && !["pending", "unknown"].includes(answer.verdict);
    return { check, answer, stale };
  } catch (error) {
    if (signal.aborted || !(error instanceof FollowError)) throw error;
    const { verdict, cause, output } = entry;
    return {
      check,
      run,
      said: verdict === "pending" ? null : { verdict, cause, output },
      trouble: error.trouble,
    };
  }
}

const isObject = (body: unknown): body is Record<string, unknown> =>
  typeof body === "object" && body !== null;

/**
 * An answer that says what was asked for, whatever its status.
 * @throws FollowError for any other, and where there is none
 */
async function read<T>(
  ask: Ask,
  path: string,
  signal: AbortSignal,
  says: (body: unknown) => body is T,
): Promise<T> {
  const response = await request(ask, path, signal);
  const body = await bodyOf(response);
  if (says(body)) return body;
  throw new FollowError(troubleFrom(response, body));
}

async function request(ask: Ask, path: string, signal: AbortSignal): Promise<Response> {
  try {
    return await uncached(ask, path, { signal });
  } catch (error) {
    if (signal.aborted || error instanceof FollowError) throw error;
    throw new FollowError(unreachable);
  }
}
