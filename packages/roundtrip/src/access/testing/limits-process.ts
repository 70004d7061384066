import { HttpProblem } from "#http/problem.js";
import { openLimits } from "./limits.js";

/**
 * One of several processes that share a limit: says "ready", and on the first byte of stdin fires `TAKES`, fifty at
 * once, and prints how each was answered as {"admitted":…,"refused":…,"failed":…}. No more at once: a store that takes
 * seconds to answer is down, and a thousand answers may take a busy machine as long.
 */
const opening = openLimits({
  STORE_URL: process.env.STORE_URL ?? "",
  FIRE_LIMIT_PER_MINUTE: 10_000,
  FIRE_LIMIT_PER_HOUR: Number(process.env.FIRE_LIMIT_PER_HOUR),
});
const takes = Number(process.env.TAKES);
const AT_ONCE = 50;

process.stdin.once("data", async () => {
  const { limits, close } = await opening;
  const count = { admitted: 0, refused: 0, failed: 0 };
  const one = async () => {
    try {
      await limits.takeFire("bearer");
      count.admitted += 1;
    } catch (error) {
      count[HttpProblem.is(error) && error.status === 429 ? "refused" : "failed"] += 1;
    }
  };
  for (let taken = 0; taken < takes; taken += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, takes - taken) }, one));
  close();
  process.stdin.destroy();
  console.log(JSON.stringify(count));
});
void opening.then(() => console.log("ready"));
