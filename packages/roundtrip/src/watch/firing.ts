import { store } from "#store/open.js";
import { fireShot, hasRaised, nextShot, openedLate } from "./canary.js";
import { keepRound, type OpenRound } from "./open-rounds.js";
import { type Watched, watch } from "./round.js";

/** Before a check that could not be fired is fired anew: an instance that is replaced meanwhile is no fault of the app's. */
const PAUSES_MS = [5_000, 10_000] as const;

/**
 * Fires a round's checks, and those anew that could not be fired, as long as there is time. What has come of it so far
 * is in `one.round`, at any time.
 * @param keptMs for how long after `until` nobody else is to look at the round
 */
export async function fireRound(
  one: OpenRound,
  until: number,
  options: { nonce: string | null; pausesMs?: readonly number[]; keptMs: number },
): Promise<void> {
  // One for all tries: the app itself refuses a second run under it, though the first was opened late.
  const nonce = options.nonce ?? one.id;
  const tried: ReadonlyMap<string, string[]> = new Map(one.round.watched.map(({ check }) => [check, []]));
  await fireAll(one, nonce, tried);
  for (const pauseMs of options.pausesMs ?? PAUSES_MS) {
    const leftMs = until - Date.now() - pauseMs;
    if (leftMs < 0 || !one.round.watched.some(isWorthATry)) break;
    await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
    const watched = await Promise.all(one.round.watched.map((each) => anew(each, tried)));
    one.round = { ...one.round, watched };
    // The new ids are kept before they are fired, as the first were.
    await keepRound(one.id, { round: one.round, sleepMs: leftMs + options.keptMs }, await store().now());
    await fireAll(one, nonce, tried);
  }
}

const isWorthATry = ({ run, cause }: Watched): boolean => run === null && !hasRaised(cause);

async function anew(one: Watched, tried: ReadonlyMap<string, readonly string[]>): Promise<Watched> {
  if (!isWorthATry(one)) return one;
  return watch(await nextShot(one.check, tried.get(one.check) ?? []), { state: "unsure" });
}

async function fireAll(one: OpenRound, nonce: string, tried: ReadonlyMap<string, string[]>): Promise<void> {
  await Promise.all(
    one.round.watched.map(async (each, at) => {
      let seen = await fired(each, nonce);
      const runs = tried.get(each.check) ?? [];
      if (each.run !== null && !runs.includes(each.run)) runs.push(each.run);
      // Refused because of a run of ours, nothing else can be fired under this nonce.
      const interrupted = hasRaised(seen.cause);
      const late = seen.run === null ? await openedLate(runs, { interrupted }) : null;
      if (late) seen = watch({ check: each.check, run: late }, { state: "unsure" });
      // Each for itself: the caller may have to be answered while another hangs.
      const watched = one.round.watched.map((other, index) => (index === at ? seen : other));
      one.round = { ...one.round, watched };
    }),
  );
}

/** Fires what was not fired yet; the process that minted its id may have died before it could. */
export async function fired(one: Watched, nonce: string | null): Promise<Watched> {
  const { check, run, verdict, looks } = one;
  if (run === null || verdict !== "pending" || looks.count > 0) return one;
  const shot = { check, run };
  const firing = await fireShot(shot, nonce ?? undefined);
  return firing.state === "again" ? watch(shot, firing) : one;
}
