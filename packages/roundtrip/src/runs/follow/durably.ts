import { setTimeout as sleep } from "node:timers/promises";
import { after } from "next/server";
import { APP } from "#inngest/app.js";
import { runFired } from "#inngest/events.js";
import { appInngest } from "#inngest/registered.js";
import { detached } from "#state/detached.js";
import { store } from "#store/open.js";
import { stoppingHost } from "#verdict/evidence/stopping.js";

/** Most runs are decided by then, and need nobody else. */
const OWN_TIME_MS = 10_000;
/** An Inngest that hangs must not hold back the check. */
const TOLD_WITHIN_MS = 3_000;

/** Inngest takes events from whoever has a key, and its dev server from anybody. */
function hasInngest({ INNGEST_EVENT_KEY, INNGEST_DEV }: NodeJS.ProcessEnv = process.env): boolean {
  return Boolean(INNGEST_EVENT_KEY) || (Boolean(INNGEST_DEV) && !/^(?:0|false)$/i.test(INNGEST_DEV ?? ""));
}

/**
 * Lets Inngest see to it that a run is decided which is still open after the answer. Where a host stops the process
 * then, Inngest is told before: waiting for it would keep the process running for the run's error. Without a word where
 * that fails: whoever asks for the run follows it as well, and so does a process that starts.
 */
export async function followDurably(runId: string): Promise<void> {
  if (!hasInngest()) return;
  const quietly = (work: () => Promise<unknown>) => detached(() => work().catch(() => undefined));
  if (stoppingHost(process.env))
    await Promise.race([quietly(() => handOver(runId)), sleep(TOLD_WITHIN_MS, undefined, { ref: false })]);
  else after(() => quietly(() => handOverLater(runId)));
}

async function handOverLater(runId: string): Promise<void> {
  await sleep(OWN_TIME_MS, undefined, { ref: false });
  const stored = await store().load(runId);
  if (stored && !stored.decision) await handOver(runId);
}

async function handOver(runId: string): Promise<void> {
  const app = await appInngest();
  await app?.client.send({ name: runFired.name, data: { app: APP, run: runId }, id: `follow:${runId}` });
}
