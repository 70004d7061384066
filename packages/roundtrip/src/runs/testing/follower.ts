import { createInterface } from "node:readline";
import { follow } from "#runs/follow/runs.js";
import { announceNews } from "#runs/record/evidence.js";
import { store } from "#store/open.js";

/**
 * One of several processes that follow runs: takes up what is open in STORE_URL, says so, and lives until killed.
 * A line on stdin is a number of milliseconds by which its clock jumps ahead, as a machine's does that has slept.
 */
async function main(): Promise<void> {
  let ahead = 0;
  const here = Date.now;
  Date.now = () => here() + ahead;
  createInterface({ input: process.stdin }).on("line", (line) => {
    ahead += Number(line);
  });
  const takeUp = async () => {
    for (const run of await store().open(1_000)) follow(run);
  };
  await takeUp();
  setInterval(() => void takeUp(), 200);
  // A timer does not notice the jump; news do what it would have done.
  setInterval(async () => {
    if (ahead > 0) for (const run of await store().open(1_000)) announceNews(run);
  }, 200);
  console.log("following");
}

void main();
