import { DEFAULT_CHECKS } from "#checks/catalogue.js";
import { startStack } from "@/local/stack";
import { type Caller, callerOf } from "../stack/client";
import { acknowledge, judgeRun, noteMost } from "./acknowledge";
import { pause, seeded, Tally } from "./tally";

/** Long after what any run needs, so that the kill may come anywhere in it. */
const LATEST_KILL_MS = 2_500;

/** SIGKILL at random points of a run on libSQL: whatever was acknowledged is decided, and nothing passes falsely. */
export async function kills(count: number, seed: number): Promise<Tally> {
  const tally = new Tally("kills");
  const random = seeded(seed);
  const stack = await startStack({
    env: { RUN_DEADLINE_SECONDS: "20", FIRE_LIMIT_PER_MINUTE: "10000", FIRE_LIMIT_PER_HOUR: "1000000" },
  });
  const caller = callerOf(stack);
  const fired: string[] = [];
  try {
    for (let kill = 1; kill <= count; kill += 1) {
      const check = DEFAULT_CHECKS[kill % DEFAULT_CHECKS.length] ?? "sentry";
      await warm(caller, check);
      const firing = acknowledge(caller, check).then((run) => {
        if (run !== null) fired.push(run);
      });
      await pause(random() * LATEST_KILL_MS);
      await stack.restart({}, "SIGKILL");
      await firing;
      if (kill % 10 === 0) console.error(`kills: ${kill} of ${count}`);
    }
    for (const id of fired) await judgeRun(tally, caller, stack.sentry, id);
    noteMost(tally, fired.length, count);
    console.error(`kills: ${fired.length} of ${count} runs were acknowledged before the kill`);
  } finally {
    await stack.stop();
  }
  return tally;
}

/** Has a process that has just started load what the firing needs: HEAD fires nothing. */
async function warm(caller: Caller, check: string): Promise<void> {
  const response = await caller.get(`/api/health/${check}`, { method: "HEAD" });
  if (response.status !== 405) throw new Error(`HEAD on ${check} answered ${response.status}`);
}
