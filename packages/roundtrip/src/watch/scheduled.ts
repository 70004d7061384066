import { waitForRun } from "#runs/wait/run.js";
import { detached } from "#state/detached.js";
import { singleton } from "#state/singleton.js";
import { store } from "#store/open.js";
import { beginRound } from "./canary.js";
import { fired, fireRound } from "./firing.js";
import { keepRound, noteRound, type OpenRound, openRounds, takeDue } from "./open-rounds.js";
import { lookAtRound, type Round, roundOf, watch } from "./round.js";

/** Who is at a round and dies leaves it to the next after this long. */
const LEASE_MS = 60_000;
/** After a wait for verdicts there is as long for looking at the round, and telling whom it concerns. */
const LAST_LOOK_MS = 5_000;
const SHORTEST_MS = 1_000;

/**
 * Begins a round that a scheduler asks for, and keeps it: whatever becomes of this process, the next call, `status` or
 * another process of the app ends it. Nothing is fired yet. Null when the canary's budget is spent.
 * @param waitMs how long its caller waits for it
 */
export async function beginScheduled(checks: readonly string[], waitMs: number): Promise<OpenRound | null> {
  const shots = await beginRound(checks);
  const [first] = shots ?? [];
  if (!shots || !first) return null;
  const round = roundOf(shots.map((shot) => watch(shot, { state: "unsure" })));
  const now = await store().now();
  const one = { id: first.run, round, dueAt: now + waitMs + LEASE_MS };
  await noteRound(one, now);
  return one;
}

/**
 * Fires a round, waits for its verdicts, and tells whom it concerns; the same for what rounds before it left open.
 * Until it is done `one.round` says what has come of the firing.
 */
export async function playRound(
  one: OpenRound,
  options: { nonce: string | null; waitMs: number; signal: AbortSignal; pausesMs?: readonly number[] },
): Promise<Round> {
  const until = Date.now() + options.waitMs - LAST_LOOK_MS;
  const tending = tendRounds().catch(told);
  await fireRound(one, until, { ...options, keptMs: LAST_LOOK_MS + LEASE_MS });
  const waitMs = Math.max(0, until - Date.now());
  await Promise.all(one.round.watched.map(({ run }) => run && waitForRun(run, waitMs, options.signal)));
  // What was fired earlier is told earlier.
  await tending;
  const round = await look(one.id, one.round);
  await planNext();
  return round;
}

/** Looks at every round that is due. Rejects with StoreDown: trying again helps. */
export async function tendRounds(): Promise<void> {
  const due = await takeDue(await store().now(), LEASE_MS);
  for (const { id, round } of due) {
    const watched = await Promise.all(round.watched.map((one) => fired(one, null)));
    await look(id, { ...round, watched });
  }
}

async function look(id: string, round: Round): Promise<Round> {
  const seen = await lookAtRound(round);
  await keepRound(id, seen, await store().now());
  return seen.round;
}

const alarm = singleton<{ timer: NodeJS.Timeout | null }>("rounds-alarm", () => ({ timer: null }));

/** A process that lives on looks by itself when a round is due; the timer does not keep it. */
async function planNext(): Promise<void> {
  const { open = [] } = (await openRounds()) ?? {};
  if (open.length === 0) return wakeIn(null);
  wakeIn(Math.max(SHORTEST_MS, Math.min(...open.map(({ dueAt }) => dueAt)) - (await store().now())));
}

function wakeIn(ms: number | null): void {
  if (alarm.timer) clearTimeout(alarm.timer);
  alarm.timer = ms === null ? null : detached(() => setTimeout(wake, ms)).unref();
}

function wake(): void {
  detached(tendRounds)
    .then(planNext)
    .catch((error: unknown) => {
      told(error);
      wakeIn(LEASE_MS);
    });
}

const told = (error: unknown): void =>
  console.error(
    `roundtrip: open rounds of the canary could not be looked at: ${error instanceof Error ? error.name : typeof error}`,
  );
