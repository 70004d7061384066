import { DEFAULT_CHECKS } from "@/checks/catalogue";
import { Fleet } from "../fleet/fleet";
import { control } from "../stack/client";
import { startReceiver } from "../stack/receiver";
import { falsePass, pause, seeded, Tally } from "./tally";

const SIZE = 3;
const FIRE_EVERY_MS = 300;
const KILL_EVERY_MS = 4_000;
const DOWN_MS = 1_500;
const FAULT_EVERY_MS = 20_000;
const FAULT_MS = 6_000;
const CANARY_EVERY_MS = 5_000;
const MINUTE_MS = 60_000;

interface Told {
  id: string;
  kind: "problem" | "changed" | "reminder" | "recovery";
  check: string;
}

/**
 * Runs fired at one of three instances and watched at another, while one is killed every few seconds and Sentry
 * loses events now and then. A canary runs beside, and its webhook hears of each change once.
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
  const beside = [
    repeat(KILL_EVERY_MS, async () => {
      const victim = any();
      await fleet.kill(victim);
      await pause(DOWN_MS);
      await fleet.revive(victim);
    }),
    repeat(FAULT_EVERY_MS, async () => {
      await ingest(random() < 0.5 ? { mode: "drop" } : { mode: "status", status: 403 });
      await pause(FAULT_MS);
      await ingest({ mode: "normal" });
    }),
    repeat(CANARY_EVERY_MS, () => {
      minute += 1;
      return control(fleet.inngest.url, "tick", { at: new Date(minute * MINUTE_MS).toISOString() }, "POST");
    }),
  ];
  const acknowledged: string[] = [];
  const firings: Promise<void>[] = [];
  try {
    for (let fired = 0; fired < count; fired += 1) {
      const check = DEFAULT_CHECKS[fired % DEFAULT_CHECKS.length] ?? "sentry";
      const firing = fleet.caller(any()).fire(check);
      firings.push(
        firing.then(
          (run) => void acknowledged.push(run),
          // It was told nothing, so that nothing is owed.
          () => undefined,
        ),
      );
      await pause(FIRE_EVERY_MS * 2 * random());
      if (fired % 50 === 49) console.error(`fleet: ${fired + 1} of ${count} fired`);
    }
    await Promise.all(firings);
    over = true;
    await Promise.all(beside);
    await fleet.mend();
    const verdicts: Record<string, number> = {};
    for (const id of acknowledged) {
      const run = await fleet.caller(any()).run(id, 60);
      verdicts[run.verdict] = (verdicts[run.verdict] ?? 0) + 1;
      tally.note(run.verdict !== "pending", `${run.check} ${id} was never decided`);
      const lie = await falsePass(run, fleet.sentry);
      tally.note(lie === null, `FALSE PASS: ${lie}`);
    }
    console.error(`fleet: ${acknowledged.length} of ${count} acknowledged, ${JSON.stringify(verdicts)}`);
    judgeAlerts(
      tally,
      webhook.received.map((one) => JSON.parse(one.body) as Told),
    );
  } finally {
    over = true;
    await Promise.all(beside);
    await fleet.stop();
    await webhook.close();
  }
  return tally;
}

/** The same id twice is a delivery whose answer was lost; two notices of one change are a fault. */
function judgeAlerts(tally: Tally, told: readonly Told[]): void {
  const distinct = [...new Map(told.map((one) => [one.id, one])).values()];
  const failing = new Set<string>();
  for (const { id, kind, check } of distinct) {
    const fits = kind === "problem" ? !failing.has(check) : failing.has(check);
    tally.note(fits, `the alert ${id} (${kind}, ${check}) was told twice`);
    if (kind === "problem") failing.add(check);
    if (kind === "recovery") failing.delete(check);
  }
  console.error(`fleet: ${distinct.length} alerts, ${told.length - distinct.length} delivered again`);
}
