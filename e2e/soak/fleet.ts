import { DEFAULT_CHECKS } from "#checks/catalogue.js";
import { Fleet } from "../fleet/fleet";
import { control } from "../stack/client";
import { startReceiver } from "../stack/receiver";
import { acknowledge, judgeRun, noteMost } from "./acknowledge";
import { failingBy, judgeAlerts, toldIn } from "./alerts";
import { outage } from "./outage";
import { eventually, pause, seeded, Tally } from "./tally";

const SIZE = 3;
/** On average; long enough altogether for alerts to come and go. */
const FIRE_EVERY_MS = 700;
const KILL_EVERY_MS = 4_000;
const DOWN_MS = 1_500;
const FAULT_EVERY_MS = 14_000;
const FAULT_MS = 8_000;
const CANARY_EVERY_MS = 5_000;
const MINUTE_MS = 60_000;
/** A delivery that died with its process is repeated after a minute. */
const TOLD_WITHIN_MS = 4 * MINUTE_MS;

/**
 * Runs fired at one of three instances and watched at another, while one is killed every few seconds, Sentry
 * loses and refuses events now and then, and Redis is gone for ten seconds in the middle. A canary runs beside, and
 * its webhook hears of each change once.
 */
export async function fleetRuns(count: number, seed: number): Promise<Tally> {
  const tally = new Tally("fleet");
  const random = seeded(seed);
  const webhook = await startReceiver();
  const fleet = await Fleet.start(SIZE, {
    RUN_DEADLINE_SECONDS: "45",
    CANARY_CRON: "* * * * *",
    CANARY_CHECKS: "sentry",
    ALERT_WEBHOOK_URL: `${webhook.url}/alerts`,
  }).catch(async (error: unknown) => {
    await webhook.close();
    throw error;
  });
  let over = false;
  const repeat = async (everyMs: number, work: () => Promise<unknown>) => {
    while (!over) {
      await pause(everyMs);
      if (!over) await work();
    }
  };
  const any = () => Math.floor(random() * SIZE);
  const ingest = (body: object) => control(fleet.sentry.url, "ingest", body);
  let minute = Math.ceil(Date.now() / MINUTE_MS);
  const canary = () => {
    minute += 1;
    return control(fleet.inngest.url, "tick", { at: new Date(minute * MINUTE_MS).toISOString() }, "POST");
  };
  const done = { kills: 0, faults: 0 };
  const beside = [
    repeat(KILL_EVERY_MS, async () => {
      const victim = any();
      await fleet.kill(victim);
      done.kills += 1;
      await pause(DOWN_MS);
      await fleet.revive(victim);
    }),
    repeat(FAULT_EVERY_MS, async () => {
      // A refusal is known at once, and alerted; a loss of the canary's only after an hour.
      done.faults += 1;
      await ingest(done.faults % 2 ? { mode: "status", status: 403 } : { mode: "drop" });
      await pause(FAULT_MS);
      await ingest({ mode: "normal" });
    }),
    repeat(CANARY_EVERY_MS, canary),
  ];
  const acknowledged: string[] = [];
  const firings: Promise<void>[] = [];
  let gone = Promise.resolve();
  try {
    for (let fired = 0; fired < count; fired += 1) {
      const check = DEFAULT_CHECKS[fired % DEFAULT_CHECKS.length] ?? "sentry";
      firings.push(
        acknowledge(fleet.caller(any()), check).then((run) => {
          if (run !== null) acknowledged.push(run);
        }),
      );
      if (fired === Math.floor(count / 2)) gone = outage(tally, fleet);
      await pause(FIRE_EVERY_MS * 2 * random());
      if (fired % 50 === 49) console.error(`fleet: ${fired + 1} of ${count} fired`);
    }
    await Promise.all([...firings, gone]);
    over = true;
    await Promise.all(beside);
    await fleet.mend();
    const verdicts: Record<string, number> = {};
    for (const id of acknowledged) {
      const run = await judgeRun(tally, fleet.caller(any()), fleet.sentry, id);
      if (run) verdicts[run.verdict] = (verdicts[run.verdict] ?? 0) + 1;
    }
    noteMost(tally, acknowledged.length, count);
    console.error(`fleet: ${done.kills} kills, ${done.faults} faults of Sentry`);
    console.error(`fleet: ${acknowledged.length} of ${count} acknowledged, ${JSON.stringify(verdicts)}`);
    await canary();
    // What was told badly is judged below.
    await eventually(TOLD_WITHIN_MS, async () => failingBy(toldIn(webhook.received)).size === 0);
    judgeAlerts(tally, toldIn(webhook.received));
  } finally {
    over = true;
    await Promise.allSettled([...beside, gone]);
    await fleet.stop();
    await webhook.close();
  }
  return tally;
}
