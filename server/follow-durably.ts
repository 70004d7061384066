import { setTimeout as sleep } from "node:timers/promises";
import { after } from "next/server";
import { APP } from "@/inngest/app";
import { inngest } from "@/inngest/client";
import { runFired } from "@/inngest/events";
import { apart } from "./apart";
import { store } from "./store";

/** Most runs are decided by then, and need nobody else; a host that ends processes waits that long for this. */
const OWN_TIME_MS = 10_000;

/** Inngest takes events from whoever has a key, and its dev server from anybody. */
function hasInngest({ INNGEST_EVENT_KEY, INNGEST_DEV }: NodeJS.ProcessEnv = process.env): boolean {
  return Boolean(INNGEST_EVENT_KEY) || (Boolean(INNGEST_DEV) && !/^(?:0|false)$/i.test(INNGEST_DEV ?? ""));
}

/**
 * Lets Inngest see to it that a run is decided which is still open after the answer: this process may end with it,
 * as serverless ones do. Without a word where that fails: whoever asks for the run follows it as well, and so does
 * a process that starts.
 */
export function followDurably(runId: string): void {
  if (hasInngest()) after(() => apart(() => handOver(runId).catch(() => undefined)));
}

async function handOver(runId: string): Promise<void> {
  await sleep(OWN_TIME_MS, undefined, { ref: false });
  const stored = await store().load(runId);
  if (stored && !stored.decision)
    await inngest.send(runFired.create({ app: APP, run: runId }, { id: `follow:${runId}` }));
}
