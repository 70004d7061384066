import { EventEmitter } from "node:events";
import { waitBesideEvents } from "#sentry/sdk/wait-until.js";
import { detached } from "#state/detached.js";
import { singleton } from "#state/singleton.js";
import type { Evidence } from "#verdict/evidence/kinds.js";

/** Evidence waiting for a store that is down; beyond this the oldest goes, and costs an explanation only. */
export const MAX_WAITING = 5_000;
/** As much as a store takes in a few milliseconds: SQLite writes while nothing else in the process runs. */
const MAX_AT_ONCE = 250;
const RETRY_MS = 500;

/** Tells followers and waiting callers of this process that something is known about a run. */
const news = singleton("news", () => new EventEmitter().setMaxListeners(0));

/** A prefix, since an emitter treats the name "error" as a failure. */
const nameOf = (run: string) => `run:${run}`;
/** @param ofLook a look found or decided it: to who looked it is no news */
export const announceNews = (run: string, ofLook = false): void => void news.emit(nameOf(run), ofLook);
/** In the place of a run's id: any run of this process was decided. */
export const ANY_DECIDED = "any decided";
type Listener = (ofLook: boolean) => void;
export const onNews = (run: string, listener: Listener): void => void news.on(nameOf(run), listener);
export const offNews = (run: string, listener: Listener): void => void news.off(nameOf(run), listener);

/**
 * Hears news about a run from now on; what it gives ends that, and says whether there were any.
 * @param ofLooks false for who looks: what came of that is heard anyway
 */
export function hearNews(run: string, { ofLooks = true } = {}): () => boolean {
  let heard = false;
  const listener: Listener = (ofLook) => {
    heard ||= ofLooks || !ofLook;
  };
  onNews(run, listener);
  return () => {
    offNews(run, listener);
    return heard;
  };
}

interface Recorder {
  waiting: Evidence[];
  writing: Promise<void> | null;
}
const recorder = singleton<Recorder>("recorder", () => ({ waiting: [], writing: null }));

/**
 * Keeps evidence. Never throws and never waits, since it is called in the middle of the app's own work:
 * what comes in one tick is written together, and written again while the store is down.
 */
export function record(evidence: Evidence): void {
  recorder.waiting.push(evidence);
  forgetOldest();
  if (recorder.writing) return;
  recorder.writing = detached(write);
  waitBesideEvents(recorder.writing);
}

/** Resolves once everything recorded so far has been written. */
export async function recorded(): Promise<void> {
  while (recorder.writing) await recorder.writing;
}

const forgetOldest = () => recorder.waiting.splice(0, Math.max(0, recorder.waiting.length - MAX_WAITING));

async function write(): Promise<void> {
  await Promise.resolve();
  while (recorder.waiting.length > 0) {
    const batch = recorder.waiting.splice(0, MAX_AT_ONCE);
    try {
      // Not before there is evidence: an app that only starts and serves needs no store's client.
      const { store } = await import("#store/open.js");
      await store().append(batch);
    } catch {
      recorder.waiting.unshift(...batch);
      forgetOldest();
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      continue;
    }
    for (const run of new Set(batch.map((one) => one.run))) announceNews(run);
  }
  // At once, not after a tick: what is recorded in between would wait for the next record.
  recorder.writing = null;
}
