import { after } from "next/server";
import { APP } from "#inngest/app.js";
import { runFired } from "#inngest/events.js";
import { appInngest } from "#inngest/registered.js";
import { detached } from "#state/detached.js";
import { singleton } from "#state/singleton.js";
import { store } from "#store/open.js";
import { stoppingHost } from "#verdict/evidence/stopping.js";

/** Most runs are decided by then, and need nobody else. */
const OWN_TIME_MS = 10_000;
/** An Inngest that hangs must not hold back the check. */
const TOLD_WITHIN_MS = 3_000;
/** Time for a few attempts, where a process that goes on hands its runs over. */
const HANDED_OVER_WITHIN_MS = 10_000;
/** Far below what one request to Inngest may hold. */
const MOST_AT_ONCE = 100;

interface Waiting {
  runId: string;
  /** On this process's own clock, which nobody sets. */
  dueAt: number;
}
/** What this process is to hand over, the oldest first, unless it is decided by then. */
const handOvers = singleton("hand-overs", () => ({ waiting: [] as Waiting[], working: false }));

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
  if (stoppingHost(process.env))
    await Promise.race([quietly(() => handOver([runId])), pause(TOLD_WITHIN_MS)]);
  else after(() => handOverLater(runId));
}

const pause = (ms: number) => new Promise<void>((over) => void setTimeout(over, ms).unref());
const quietly = (work: () => Promise<unknown>) => detached(() => work().catch(() => undefined));

/**
 * Resolves once all that wait are handed over, or at once where somebody waits for them already: Next.js holds a request,
 * and all that belongs to it, until what it is told to wait for has ended, and of a thousand runs one is enough.
 */
export async function handOverLater(runId: string): Promise<void> {
  handOvers.waiting.push({ runId, dueAt: performance.now() + OWN_TIME_MS });
  if (handOvers.working) return;
  handOvers.working = true;
  await quietly(handOverAll);
}

async function handOverAll(): Promise<void> {
  const { waiting } = handOvers;
  for (let first = waiting[0]; first; first = waiting[0]) {
    await pause(Math.max(0, first.dueAt - performance.now()));
    const now = performance.now();
    const due = waiting.filter((one) => one.dueAt <= now).slice(0, MOST_AT_ONCE);
    waiting.splice(0, due.length);
    // A request that hangs goes on by itself: those that come later do not wait for it, nor does the end of the process.
    const handedOver = handOverOpen(due.map((one) => one.runId)).catch(() => undefined);
    await Promise.race([handedOver, pause(HANDED_OVER_WITHIN_MS)]);
  }
  // Here, where nothing else can come between: a run that came later would wait for nobody.
  handOvers.working = false;
}

async function handOverOpen(runs: readonly string[]): Promise<void> {
  // A store that is down says nothing of any run: Inngest may find it up again.
  const open = await openOf(runs).catch(() => runs);
  if (open.length > 0) await handOver(open);
}

async function openOf(runs: readonly string[]): Promise<readonly string[]> {
  const open: string[] = [];
  for (const run of runs) if ((await store().load(run))?.decision === null) open.push(run);
  return open;
}

async function handOver(runs: readonly string[]): Promise<void> {
  const app = await appInngest();
  const events = runs.map((run) => ({
    name: runFired.name,
    data: { app: APP, run },
    id: `follow:${run}`,
  }));
  await app?.client.send(events);
}
