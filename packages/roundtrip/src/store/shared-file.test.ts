import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openLimits } from "#access/testing/limits.js";
import { LibsqlOutbox } from "#store/libsql/outbox.js";
import { RETENTION_MS, someRun } from "#store/testing/stores.js";
import { ROOT } from "@/local/root";
import { openStore } from "./open.js";

let folder: string | null = null;
afterEach(() => folder && rm(folder, { recursive: true, force: true }));

/** Another process opens the file and closes it again, as an instance does that is stopped; how many runs it saw. */
function visit(path: string): number {
  const program = `import { createClient } from "@libsql/client/sqlite3";
    const client = createClient({ url: "file:${path}", timeout: 5000 });
    const { rows } = await client.execute("SELECT count(*) AS runs FROM run");
    client.close();
    console.log(rows[0].runs);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return Number(stdout);
}

test.each([
  ["the outbox of alerts", async (url: string) => void (await new LibsqlOutbox(url).waiting("staging", 1))],
  [
    "the counts of requests",
    async (STORE_URL: string) => {
      const { limits } = await openLimits({ STORE_URL, FIRE_LIMIT_PER_MINUTE: 10, FIRE_LIMIT_PER_HOUR: 10 });
      await limits.takeFire("anybody");
    },
  ],
  ["a second store", async (url: string) => void (await openStore(url, RETENTION_MS).open(1))],
])(
  "with %s open beside the runs, what is acknowledged is there for others, though one of them left",
  async (_, open) => {
    folder = await mkdtemp(join(tmpdir(), "roundtrip-shared-"));
    const path = join(folder, "runs.db");
    const store = openStore(`file:${path}`, RETENTION_MS);
    await store.create(someRun());
    await open(`file:${path}`);
    expect(visit(path)).toBe(1);
    for (let run = 0; run < 5; run += 1) expect(await store.create(someRun())).toBe(true);
    expect(visit(path)).toBe(6);
    await store.close();
    expect(visit(path)).toBe(6);
  },
);
