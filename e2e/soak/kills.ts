import { DEFAULT_CHECKS } from "@/checks/catalogue";
import { startStack } from "@/local/stack";
import { callerOf } from "../stack/client";
import { falsePass, pause, seeded, Tally } from "./tally";

/** Long after what any run needs, so that the kill may come anywhere in it. */
const LATEST_KILL_MS = 2_500;

/** SIGKILL at random points of a run on libSQL: whatever was acknowledged is decided, and nothing passes falsely. */
export async function kills(count: number, seed: number): Promise<Tally> {
  const tally = new Tally("kills");
  const random = seeded(seed);
  const stack = await startStack({
    env: { RUN_DEADLINE_SECONDS: "20", FIRE_LIMIT_PER_MINUTE: "100000", FIRE_LIMIT_PER_HOUR: "1000000" },
  });
  const caller = callerOf(stack);
  const fired: string[] = [];
  try {
    for (let kill = 1; kill <= count; kill += 1) {
      const check = DEFAULT_CHECKS[kill % DEFAULT_CHECKS.length] ?? "sentry";
      const firing = caller.fire(check).then(
        (run) => void fired.push(run),
        () => undefined,
      );
      await pause(random() * LATEST_KILL_MS);
      await stack.restart({}, "SIGKILL");
      await firing;
      if (kill % 10 === 0) console.error(`kills: ${kill} of ${count}`);
    }
    for (const id of fired) {
      const run = await caller.run(id, 60);
      tally.note(run.verdict !== "pending", `${run.check} ${id} was never decided`);
      const lie = await falsePass(run, stack.sentry);
      tally.note(lie === null, `FALSE PASS: ${lie}`);
    }
    console.error(`kills: ${fired.length} of ${count} runs were acknowledged before the kill`);
  } finally {
    await stack.stop();
  }
  return tally;
}
