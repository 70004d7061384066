import { openStore } from "#store/open.js";
import { Writers } from "#store/testing/processes.js";
import { BACKENDS, RETENTION_MS } from "#store/testing/stores.js";
import { bundled } from "@/local/testing/commands";
import { seeded, Tally } from "./tally";

/** As many facts for every kill as keep both writers at it for as long as the kills take. */
const APPENDS_A_KILL = 100;
const [TAKES, BURST] = [5_000, 1_000];

/** Processes that write to every kind of store at one time, and others that are killed while they do. */
export async function stores(kills: number, seed: number): Promise<Tally> {
  const tally = new Tally("stores");
  const program = await bundled("packages/roundtrip/src/store/testing/writer.ts");
  const writers = new Writers(program.file);
  try {
    for (const { name, missing, make } of BACKENDS) {
      if (missing) continue;
      const place = await make();
      const store = openStore(place.url, RETENTION_MS);
      try {
        const appends = kills * APPENDS_A_KILL;
        const appended = await writers.append(place.url, store, appends);
        const { acknowledged } = appended;
        tally.note(
          acknowledged.length === 2 * appends,
          `${name} acknowledged ${acknowledged.length} appends`,
        );
        tally.note(appended.lost.length === 0, `${name} LOST ${appended.lost.length} acknowledged appends`);
        const killed = await writers.kill(place.url, store, kills, seeded(seed));
        tally.note(
          killed.acknowledged.length >= kills,
          `${name}: too little was acknowledged before the kills`,
        );
        tally.note(killed.lost.length === 0, `${name} LOST ${killed.lost.length} facts of killed writers`);
        tally.note(killed.unlisted.length === 0, `${name} does not list ${killed.unlisted.length} open runs`);
        const waits = await writers.take(place.url, TAKES, 0.01, BURST);
        const taken = waits.filter((wait) => wait === 0).length;
        tally.note(waits.length === 2 * TAKES, `${name} answered ${waits.length} takes`);
        tally.note(taken === BURST, `${name} gave ${taken} of a budget of ${BURST}`);
        console.error(`stores: ${name}: ${killed.acknowledged.length} facts before ${kills} kills`);
      } finally {
        await store.close();
        await place.remove();
      }
    }
  } finally {
    writers.killAll();
    await program.remove();
  }
  return tally;
}
