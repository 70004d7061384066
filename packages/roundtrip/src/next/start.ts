import { env } from "#config/variables.js";
import { register } from "#inngest/registered.js";
import { guardOutput } from "#log/output.js";
import { record } from "#runs/record/evidence.js";
import { recordWitnessed } from "#sentry/sdk/state/witnessed.js";
import { detached } from "#state/detached.js";
import { noteRegistered } from "#state/registered.js";
import { isUnused } from "#store/libsql/file.js";
import { syncAtStart } from "./tasks/at-start.js";

const PRUNE_EVERY_MS = 10 * 60_000;
const PRUNE_AT_ONCE = 500;
const MOST_OPEN = 1_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Runs once when the server starts. Says what is wrong, and never throws: were it to, every page would answer 500.
 * @param inngest imports the app's Inngest route
 */
export async function start(inngest?: () => Promise<unknown>): Promise<void> {
  if (inngest) register({ load: inngest });
  await attempt("the following of runs", () => detached(begin));
  await attempt("registering with Inngest", syncAtStart);
}

async function attempt(what: string, begin: () => unknown): Promise<void> {
  try {
    await begin();
  } catch (error) {
    const why = error instanceof Error ? error.message : "unknown";
    console.error(`roundtrip: ${what} could not be started: ${why}`);
  }
}

function begin(): void {
  noteRegistered();
  recordWitnessed(record);
  guardOutput();
  const { blockers, problems, unseen, plainHttp } = env();
  for (const { variable, message } of problems)
    console.warn(`roundtrip: ${variable} ${message}; it is not used`);
  for (const { variable, message } of unseen)
    console.warn(`roundtrip: ${variable} ${message}; set it again without it`);
  for (const { variable, host, hostname } of plainHttp)
    console.warn(
      `roundtrip: ${variable} is plain http to ${host}, which is not this machine: no token is sent there. Give it an https address, or set PLAIN_HTTP_HOSTS=${hostname} if that network is yours`,
    );
  for (const { variable, message } of blockers)
    console.warn(`roundtrip: closed, because ${variable} ${message}`);
  takeUp().catch(() =>
    console.warn("roundtrip: the run store cannot be reached; open runs are taken up later"),
  );
  setInterval(() => void prune(), PRUNE_EVERY_MS).unref();
}

/**
 * Takes up runs that were left in the middle, by this process's predecessor or another instance. Opens the store only
 * where there may be a run, and loads what follows runs only where one is open.
 */
async function takeUp(): Promise<void> {
  if (isUnused(env().STORE_URL)) return;
  const { store } = await import("#store/open.js");
  const open = await store().open(MOST_OPEN);
  if (open.length === 0) return;
  const { follow } = await import("#runs/follow/runs.js");
  for (const run of open) follow(run);
}

async function prune(): Promise<void> {
  try {
    if (isUnused(env().STORE_URL)) return;
    const { store } = await import("#store/open.js");
    await store().prune(Date.now() - env().RETENTION_DAYS * DAY_MS, PRUNE_AT_ONCE);
    await takeUp();
  } catch {
    // The store is down; the next round tries again, and readiness tells.
  }
}
