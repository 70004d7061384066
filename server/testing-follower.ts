import { resume } from "./follow";

/** One of several processes that follow runs: takes up what is open in STORE_URL, says so, and lives until killed. */
async function main(): Promise<void> {
  await resume();
  setInterval(() => void resume(), 200);
  console.log("following");
}

void main();
