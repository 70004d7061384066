import type { Fleet } from "../fleet/fleet";
import { eventually, pause, type Tally } from "./tally";

const OUTAGE_MS = 10_000;
/** Three instances on a busy machine, one of them just being started anew. */
const BACK_WITHIN_MS = 60_000;

/** Redis ends and comes back after ten seconds: meanwhile it is said, to people and machines; then all goes on. */
export async function outage(tally: Tally, fleet: Fleet): Promise<void> {
  const outside = fleet.outside();
  let cookie = "";
  const signedIn = async () => {
    cookie = await outside.signIn();
    return true;
  };
  tally.note(await eventually(BACK_WITHIN_MS, signedIn), "nobody could sign in before Redis was stopped");
  const status = async (path: string) => (await outside.get(path)).status;
  const says = async (path: string, words: string) =>
    (await (await outside.get(path, { headers: { cookie } })).text()).includes(words);
  await fleet.redis.stop();
  const until = Date.now() + OUTAGE_MS;
  const seen: readonly [string, () => Promise<boolean>][] = [
    ["readiness says 503", async () => (await status("/api/health/ready")) === 503],
    ["liveness says 200", async () => (await status("/api/health/live")) === 200],
    ["firing says 503", async () => (await status("/api/health/sentry")) === 503],
    ["the page says why", () => says("/admin/sentry/history", "The run store does not answer")],
  ];
  await Promise.all(
    seen.map(async ([what, holds]) =>
      tally.note(await eventually(OUTAGE_MS, holds), `Redis is stopped, and not: ${what}`),
    ),
  );
  await pause(until - Date.now());
  await fleet.redis.start();
  const ready = async () => (await status("/api/health/ready")) === 200;
  tally.note(await eventually(BACK_WITHIN_MS, ready), "Redis is back, and readiness does not say so");
  console.error(`fleet: Redis was stopped for ${OUTAGE_MS / 1000} s`);
}
