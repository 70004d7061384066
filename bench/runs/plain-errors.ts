import { startSentry } from "@/local/stack";
import { buildComparison, comparisonEnv, startComparison } from "../comparison";
import { COLLECTING, residentAfterCollecting, residentNow } from "../host/memory";

/** Errors, or runs, of a process that is then idle and has served before. */
export const WARMING = 100;
/** By then V8 has given back most of the room that it keeps for new objects while a process is busy: some 30 MB. */
export const IDLE_MS = 30_000;

/** MB, all but `peak` after a collection. */
export interface Plain {
  started: number;
  idle: number;
  after: number;
  peak: number;
}

/** What Next.js and Sentry take by themselves of an app whose routes throw as often: the floor of what is measured beside it. */
export async function plainErrors(count: number, atOnce: number): Promise<Plain> {
  await buildComparison();
  const sentry = await startSentry({});
  const { url, running } = await startComparison("plain", {
    ...comparisonEnv(sentry.facts, ":memory:"),
    ...COLLECTING,
  });
  const pid = running.child.pid ?? 0;
  let peak = 0;
  const ask = async () => (await fetch(`${url}/errors/uncaught`)).arrayBuffer();
  const throwing = async (errors: number) => {
    for (let n = 0; n < errors; n += atOnce) {
      await Promise.all(Array.from({ length: atOnce }, ask));
      peak = Math.max(peak, await residentNow(pid));
    }
    return residentAfterCollecting(pid);
  };
  try {
    const started = await residentAfterCollecting(pid);
    await throwing(WARMING);
    await new Promise((idle) => setTimeout(idle, IDLE_MS));
    const idle = await residentAfterCollecting(pid);
    return { started, idle, after: await throwing(count), peak };
  } finally {
    await running.stop();
    await sentry.running.stop();
  }
}
