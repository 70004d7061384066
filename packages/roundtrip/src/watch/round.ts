import { env } from "#config/variables.js";
import { redactAll } from "#log/redact.js";
import type { Looks } from "#runs/follow/plan.js";
import { followStep } from "#runs/follow/step.js";
import { runningAs } from "#sentry/sdk/state/running.js";
import { store } from "#store/open.js";
import type { Cause, Verdict } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import { verdictOfCause } from "#verdict/causes/verdicts.js";
import { mintedAt } from "#verdict/run.js";
import { deliverDue, noteOutcome } from "./alerts.js";
import type { Firing, Shot } from "./canary.js";
import { type Beat, heartbeat } from "./heartbeat.js";
import { isNewestRound } from "./newest-round.js";

/** What a round knows of one of its checks, from step to step; plain, since Inngest keeps it. */
export interface Watched {
  check: string;
  /** Null: it could not be fired. */
  run: string | null;
  firedAt: number;
  /** Of the app that fired it. */
  release: string;
  verdict: Verdict;
  cause: Cause | null;
  looks: Looks;
  /** Milliseconds until the next look is worth it; null: nothing can change any more. */
  sleepMs: number | null;
  /** The verdict and cause of which note was taken already; null: none yet. */
  noted: string | null;
}

export interface Round {
  watched: Watched[];
  /** What the heartbeat's address was told last, and how often the next word failed. */
  beat: Beat;
  beatFailures: number;
}

/** What a round has come to, and how long to sleep before the next look; null: it is over. */
export interface RoundSeen {
  round: Round;
  sleepMs: number | null;
}

const BEAT_RETRY_MS = 10_000;
const MOST_BEAT_FAILURES = 3;
/** Alerts that wait for longer are delivered by the rounds that follow. */
const DELIVERS_FOR_MS = 2 * 60 * 60_000;
const SHORTEST_MS = 1_000;

/** A check of the round as it stands after its firing. */
export function watch({ check, run }: Shot, firing: Firing): Watched {
  const base = {
    check,
    firedAt: mintedAt(run),
    release: runningAs().release,
    looks: { count: 0, lastAt: 0 },
    noted: null,
  };
  if (firing.state !== "again") return { ...base, run, verdict: "pending", cause: null, sleepMs: 0 };
  const verdict = verdictOfCause(firing.cause.code) ?? "fail";
  return { ...base, run: null, verdict, cause: redactAll(firing.cause), sleepMs: null };
}

export const roundOf = (watched: Watched[]): Round => ({ watched, beat: "start", beatFailures: 0 });

/**
 * Looks once at every check of a round that may still change, and tells whom it concerns: the webhook of changes,
 * the heartbeat's address of the whole. Doing it twice tells nothing twice but the heartbeat, which does not mind.
 */
export async function lookAtRound(before: Round): Promise<RoundSeen> {
  const seen = await Promise.all(before.watched.map(lookAt));
  const watched: Watched[] = [];
  for (const one of seen) watched.push(await noted(one));
  const delivery = await deliverDue();
  const round = await beatFor({ ...before, watched });
  const age = (await store().now()) - Math.min(...watched.map((one) => one.firedAt));
  const sleeps = [
    ...watched.map((one) => one.sleepMs),
    delivery !== null && age < DELIVERS_FOR_MS ? Math.max(SHORTEST_MS, delivery) : null,
    round.beatFailures > before.beatFailures && round.beatFailures < MOST_BEAT_FAILURES
      ? BEAT_RETRY_MS
      : null,
  ].filter((one) => one !== null);
  return { round, sleepMs: sleeps.length > 0 ? Math.min(...sleeps) : null };
}

/** Takes note of what is new: a round goes on looking while one of its checks is open, and the others are old news. */
async function noted(one: Watched): Promise<Watched> {
  const news = `${one.verdict} ${one.cause?.code}`;
  if (one.verdict === "pending" || one.noted === news) return one;
  const { check, run, verdict, cause, firedAt, release } = one;
  await noteOutcome({ check, run, verdict, cause, firedAt, release });
  return { ...one, noted: news };
}

async function lookAt(one: Watched): Promise<Watched> {
  if (one.run === null || one.sleepMs === null) return one;
  const seen = await followStep(one.run, one.looks);
  // Older than RETENTION_DAYS, or the store was emptied: nobody can say anything about it.
  if (!seen) return { ...one, verdict: "unknown", cause: cause("not_looked"), sleepMs: null };
  return { ...one, ...seen };
}

/** One check that failed decides; all must have passed before the round has. */
export function beatOf(verdicts: readonly Verdict[]): Beat | null {
  if (verdicts.some((one) => one === "fail" || one === "unknown")) return "fail";
  return verdicts.includes("pending") ? null : "pass";
}

async function beatFor(round: Round): Promise<Round> {
  const beat = beatOf(round.watched.map((one) => one.verdict));
  if (beat === null || beat === round.beat || round.beatFailures >= MOST_BEAT_FAILURES) return round;
  if (env().HEARTBEAT_URL) {
    const newest = await isNewestRound(Math.min(...round.watched.map((one) => one.firedAt)), beat);
    if (beat === "pass" && !newest) return { ...round, beat };
  }
  return (await heartbeat(beat)) ? { ...round, beat } : { ...round, beatFailures: round.beatFailures + 1 };
}
