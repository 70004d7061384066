import { cron, type GetStepTools } from "inngest";
import { inngestCron } from "#checks/schedule/cron.js";
import { taskId } from "#checks/task-id.js";
import {
  beginRound,
  type Firing,
  fireShot,
  hasRaised,
  nextShot,
  openedLate,
  type Shot,
} from "#watch/canary.js";
import { lookAtRound, type Round, roundOf, type Watched, watch } from "#watch/round.js";
import type { Client } from "./host.js";

/** Before a check that could not be fired is fired anew: a deployment in the middle is over by then. */
const PAUSES = ["10s", "30s"] as const;
/** An hour's sleeps are fewer than fifty. */
const MOST_TURNS = 120;

type Step = GetStepTools<Client>;

/**
 * Fires the canary's checks by its schedule and follows them to their verdicts. It lives in Inngest's steps and
 * sleeps alone, so that no process must. A step that is retried finds what it has fired before, and rounds that
 * overlap share nothing: there is no limit of concurrency, by which slow looks of open rounds would keep the next one
 * from firing while its ids are fresh.
 */
export const canary = (client: Client, schedule: string, checks: readonly string[]) =>
  client.createFunction(
    {
      id: taskId("canary"),
      name: "Fire the canary",
      retries: 4,
      checkpointing: false,
      triggers: [cron(inngestCron(schedule))],
    },
    async ({ step }) => {
      const shots = await step.run("begin", () => beginRound(checks));
      if (!shots) return { skipped: "the canary's budget for this hour is spent" };
      const fired: Watched[] = [];
      for (const shot of shots) fired.push(await fire(step, shot));
      let round: Round = roundOf(fired);
      for (let turn = 0; turn < MOST_TURNS; turn += 1) {
        const seen = await step.run(`look ${turn}`, () => lookAtRound(round));
        round = seen.round;
        if (seen.sleepMs === null) break;
        await step.sleep(`wait ${turn}`, seen.sleepMs);
      }
      return Object.fromEntries(round.watched.map(({ check, verdict }) => [check, verdict]));
    },
  );

/** Each try has an id of its own, which is its nonce, too; a run that an earlier one opened late is the check's. */
async function fire(step: Step, first: Shot): Promise<Watched> {
  const { check } = first;
  const tried = [first.run];
  let shot = first;
  let firing: Firing = await step.run(`fire ${check}`, () => fireShot(shot));
  for (const [turn, pause] of PAUSES.entries()) {
    if (firing.state === "fired" || (firing.state === "again" && hasRaised(firing.cause))) break;
    await step.sleep(`before firing ${check} again ${turn}`, pause);
    if (firing.state === "again") {
      shot = await step.run(`mint ${check} ${turn}`, () => nextShot(check, tried));
      tried.push(shot.run);
    }
    firing = await step.run(`fire ${check} again ${turn}`, () => fireShot(shot));
  }
  if (firing.state !== "again" || hasRaised(firing.cause)) return watch(shot, firing);
  const late = await step.run(`look for ${check}`, () => openedLate(tried));
  return late ? watch({ check, run: late }, { state: "unsure" }) : watch(shot, firing);
}
