import type { HealthAnswer, MintedAnswer, Problem, RunAnswer } from "@/checks/answer";
import type { Trouble } from "./run-state";

/** The app's own address space: `fetch` in the browser, a bound one in tests. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** Thrown where the page cannot go on; `trouble` is written for people. */
export class FollowError extends Error {
  override name = "FollowError";
  constructor(readonly trouble: Trouble) {
    super(trouble.title);
  }
}

const RUN_ID = /^[0-9a-f]{32}$/;
const RUNS = "/api/health/sentry/runs";
/** Two questions about a run are never closer than this, however fast the answers come. */
export const MIN_GAP_MS = 200;
/** Lost answers in a row before the page gives up; with back-off about half a minute. */
const ATTEMPTS = 6;

/**
 * Fires a check and gives the run's id. An uncaught error answers 500 and still names its run.
 * @throws FollowError when no run came of it
 */
export async function fire(ask: Ask, path: string, signal: AbortSignal): Promise<string> {
  const response = await post(ask, path, {}, signal);
  const run = response.headers.get("x-check-run");
  if (run && RUN_ID.test(run)) {
    await response.body?.cancel();
    return run;
  }
  throw new FollowError(await troubleOf(response));
}

/**
 * Mints a run whose errors this browser raises itself.
 * @throws FollowError when there is no such run
 */
export async function mint(ask: Ask, check: string, signal: AbortSignal): Promise<MintedAnswer> {
  const response = await post(ask, RUNS, { check }, signal);
  if (response.status === 201) return (await response.json()) as MintedAnswer;
  throw new FollowError(await troubleOf(response));
}

async function post(ask: Ask, path: string, body: object, signal: AbortSignal): Promise<Response> {
  try {
    const headers = { "content-type": "application/json", accept: "application/json" };
    return await ask(path, { method: "POST", headers, body: JSON.stringify(body), signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new FollowError(unreachable);
  }
}

/** How long the server may hold the next answer, in seconds: short while stages light up, then ever longer. */
export function holdSeconds(followedMs: number, inFlight: number): number {
  if (followedMs < 1_500) return 0;
  if (followedMs < 20_000) return 1;
  // A browser keeps six connections to one host: with many runs in flight, nobody may keep one for long.
  if (inFlight > 4) return 3;
  return followedMs < 60_000 ? 5 : 25;
}

export interface Following {
  ask: Ask;
  sleep: Sleep;
  /** Milliseconds of any steady clock. */
  now: () => number;
  signal: AbortSignal;
  inFlight: () => number;
  onAnswer: (answer: RunAnswer) => void;
}

/**
 * Asks about a run until its verdict is no longer pending; every answer goes to `onAnswer`.
 * @throws FollowError when the run cannot be followed any further
 */
export async function follow(run: string, given: Following): Promise<void> {
  const began = given.now();
  for (let lost = 0; ; ) {
    const asked = given.now();
    const hold = holdSeconds(asked - began, given.inFlight());
    const answer = await look(run, hold, given);
    if (answer === null) {
      lost += 1;
      if (lost >= ATTEMPTS) throw new FollowError(unreachable);
      await given.sleep(Math.min(10_000, 500 * 2 ** lost), given.signal);
      continue;
    }
    lost = 0;
    given.onAnswer(answer);
    if (answer.verdict !== "pending") return;
    await given.sleep(Math.max(0, MIN_GAP_MS - (given.now() - asked)), given.signal);
  }
}

/** One question about a run; null when asking again may help. */
async function look(run: string, hold: number, { ask, signal }: Following): Promise<RunAnswer | null> {
  try {
    const response = await ask(`${RUNS}/${run}?wait=${hold}`, { cache: "no-store", signal });
    if (response.ok) return (await response.json()) as RunAnswer;
    const again = response.status === 429 || response.status >= 500;
    if (!again) throw new FollowError(await troubleOf(response));
  } catch (error) {
    if (signal.aborted || error instanceof FollowError) throw error;
  }
  return null;
}

/** One run of each check as the last visit left it; checks never run are missing. Never throws, bar an abort. */
export async function recall(
  ask: Ask,
  signal: AbortSignal,
): Promise<{ check: string; answer: RunAnswer; stale: boolean }[]> {
  const status = await read<HealthAnswer>(ask, "/api/health/sentry/status", signal);
  const entries = Object.entries(status?.checks ?? {}).flatMap(([check, [entry]]) =>
    entry?.run && RUN_ID.test(entry.run) ? [{ check, run: entry.run, verdict: entry.verdict }] : [],
  );
  const found = await Promise.all(
    entries.map(async ({ check, run, verdict }) => {
      const answer = await read<RunAnswer>(ask, `${RUNS}/${run}?wait=0`, signal);
      if (!answer) return [];
      const stale = verdict === "unknown" && (answer.verdict === "pass" || answer.verdict === "warn");
      return [{ check, answer, stale }];
    }),
  );
  return found.flat();
}

async function read<T>(ask: Ask, path: string, signal: AbortSignal): Promise<T | null> {
  try {
    const response = await ask(path, { cache: "no-store", signal });
    return response.ok ? ((await response.json()) as T) : null;
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}

const unreachable: Trouble = {
  title: "The app does not answer.",
  detail: "Nothing is known about this run until it does. Check that the app is running, then try again.",
  signIn: false,
};

/** What an answer that names no run says, for people. */
export async function troubleOf(response: Response): Promise<Trouble> {
  const problem = await response
    .json()
    .then((body: unknown) => body as Partial<Problem> | null)
    .catch(() => null);
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  const wait = Number(response.headers.get("retry-after"));
  const detail =
    text(problem?.detail) ?? `The app answered ${response.status} without saying which run it fired.`;
  if (response.status === 401)
    return { title: "You are signed out.", detail: "The session has ended. Sign in again.", signIn: true };
  if (response.status === 429 && wait > 0)
    return { title: "Too many runs for now.", detail: `Try again in ${wait} s.`, signIn: false };
  return { title: text(problem?.title) ?? "The check was not fired.", detail, signIn: false };
}
