import { limitStore } from "#access/limits/counters.js";
import { Limits, type LimitsEnv } from "#access/limits/rates.js";
import { EndedSessions } from "#access/sessions/ended.js";

export type OpenedLimits = Awaited<ReturnType<typeof openLimits>>;

/** All counts over a store of their own. */
export async function openLimits(e: LimitsEnv & { STORE_URL: string; appId?: string }) {
  const store = await limitStore(e.STORE_URL, e.appId);
  return { limits: new Limits(e, store), ended: new EndedSessions(store), close: () => store.close() };
}
