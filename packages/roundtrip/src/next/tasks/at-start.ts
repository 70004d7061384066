import { setTimeout as sleep } from "node:timers/promises";
import { env } from "#config/variables.js";
import { counted } from "#verdict/text/plural.js";

/** Inngest may be starting as well. */
const PAUSES_MS = [1_000, 5_000, 30_000];

/** Registers the functions when the server starts, where a variable turns that on. Never throws, holds nothing up. */
export function syncAtStart(): void {
  if (env().INNGEST_SYNC_ON_START) void attempt();
}

async function attempt(): Promise<void> {
  const { syncFunctions } = await import("#inngest/api/sync.js");
  for (const pause of [...PAUSES_MS, null]) {
    try {
      const { app, inngest, functions } = await syncFunctions();
      return console.info(
        `roundtrip: registered ${counted(functions.length, "function")} as ${app} at ${inngest}`,
      );
    } catch (error) {
      if (pause !== null) await sleep(pause, undefined, { ref: false });
      else console.warn(`roundtrip: not registered with Inngest: ${detailOf(error)}`);
    }
  }
}

const detailOf = (error: unknown): string => {
  const detail = error instanceof Error ? (Reflect.get(error, "detail") ?? error.message) : "unknown";
  return String(detail);
};
