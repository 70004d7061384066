import { findCheck } from "#checks/catalogue.js";
import { hearNews, offNews, onNews } from "#runs/record/evidence.js";
import { detached } from "#state/detached.js";
import { singleton } from "#state/singleton.js";
import { type StoredRun, store } from "#store/open.js";
import { StoreDown } from "#store/runs.js";
import type { Run } from "#verdict/run.js";
import { decide, known } from "./decide.js";
import { CLAIM_MS, claim, claimant, keepClaimed } from "./look/claims.js";
import { answer } from "./look/questions.js";
import { noteBlind } from "./look/record.js";
import { type Looks, nextStep, type Step } from "./plan.js";

/** The store is down: known runs go on as soon as it is back. */
const STORE_DOWN_MS = 1_000;
/** A run that another instance left behind, or whose clock jumped, is looked at again after this long. */
const LONGEST_WAIT_MS = 60_000;

const following = singleton("following", () => new Map<string, Promise<void>>());

/** Follows a run until nothing more can change; at once a no-op when this process does so already. */
export function follow(runId: string): void {
  if (following.has(runId)) return;
  // Its end as well: Node.js keeps with a promise the request in which it was made, and this one is kept for an hour.
  const followed = () => loop(runId).finally(() => following.delete(runId));
  following.set(runId, detached(followed));
}

/** What one step of following found, and when the next is worth it. */
export interface Followed {
  stored: StoredRun;
  looks: Looks;
  /** Milliseconds until a look is worth it; null: none is any more; elsewhere: somebody else is at it. */
  wait: number | null | "elsewhere";
}

/**
 * One step of following, for who keeps its memory elsewhere, such as a function that sleeps between its steps.
 * Looks only when nobody else is at it: looks cost of a shared budget. Null when there is no such run.
 */
export async function followOnce(runId: string, before: Looks): Promise<Followed | null> {
  const looks = { ...before };
  const free = !following.has(runId) && (await claim(runId));
  const wait = free ? await advance(runId, looks) : "elsewhere";
  if (wait === null) await store().settle(runId);
  const stored = await store().load(runId);
  return stored && { stored, looks, wait };
}

async function loop(runId: string): Promise<void> {
  const looks: Looks = { count: 0, lastAt: 0 };
  const isOurs = claimant(runId);
  for (;;) {
    let wait: number | null;
    // What the app says while this looks must not be slept through.
    const stopHearing = hearNews(runId, { ofLooks: false });
    try {
      if (await isOurs()) {
        wait = await advance(runId, looks);
        if (wait === null) return await store().settle(runId);
      } else {
        // Nobody can claim a run that was forgotten: whoever waits for it here would wait for ever.
        if (!(await store().load(runId))) return;
        wait = CLAIM_MS;
      }
    } catch (error) {
      // Anything but a store that is down would repeat itself for ever: the run stays in the store as it is.
      if (!StoreDown.is(error)) return report(runId, error);
      wait = STORE_DOWN_MS;
    } finally {
      if (stopHearing()) wait = 1;
    }
    await newsOrTimeout(runId, Math.min(wait, LONGEST_WAIT_MS));
  }
}

function report(runId: string, error: unknown): void {
  console.error(
    `roundtrip: run ${runId} cannot be followed: ${error instanceof Error ? error.message : "unknown"}`,
  );
}

/** One step of following; resolves to the milliseconds until the next, null when there is none. */
async function advance(runId: string, looks: Looks): Promise<number | null> {
  const planned = await plan(runId, looks);
  if (!planned) return null;
  if (planned.ask.length === 0) return planned.wait;
  looks.count += 1;
  looks.lastAt = planned.now;
  await askAll(planned.run, planned.ask);
  const after = await known(runId);
  if (!after) return planned.wait;
  const later = await decide(after.stored, after.now);
  // What was just learnt may already open the next question (absence, after its companions).
  const learnt = after.stored.evidence.length > planned.facts;
  return learnt || later.verdict !== "pending" ? 1 : planned.wait;
}

/**
 * Judges what is known, and says what to ask. It gives of that no more than is needed to ask: a question may wait its
 * turn for minutes, and a thousand of them would hold the evidence of a thousand runs.
 */
async function plan(runId: string, looks: Looks) {
  const before = await known(runId);
  const check = before && findCheck(before.stored.run.check);
  if (!before || !check) return null;
  const { stored, now } = before;
  const { run, evidence } = stored;
  const judgement = await decide(stored, now);
  if (!run.canRead && judgement.verdict === "pending") await noteBlind(stored);
  return { ...nextStep(check, run, evidence, judgement, now, looks), run, facts: evidence.length, now };
}

/** Asks side by side, and keeps the run ours meanwhile. */
async function askAll(run: Run, questions: Step["ask"]): Promise<void> {
  const release = keepClaimed(run.id);
  const asked = await Promise.allSettled(questions.map((one) => answer(run, one)));
  release();
  for (const one of asked) if (one.status === "rejected") throw one.reason;
}

/** Resolves on news about the run, or after `ms`. */
function newsOrTimeout(runId: string, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      offNews(runId, done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    timer.unref();
    onNews(runId, done);
  });
}
