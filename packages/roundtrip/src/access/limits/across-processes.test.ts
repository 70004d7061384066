import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { redisBinary, startRedis } from "#store/testing/redis.js";
import { bundled, type Program } from "@/local/testing/commands";

const PROCESSES = 3;
const TAKES = 1_000;
const LIMIT = 250;
const Count = z.object({ admitted: z.number(), refused: z.number(), failed: z.number() });

const folder = mkdtempSync(join(tmpdir(), "roundtrip-limits-"));
const started: ChildProcess[] = [];
let program: Program;
beforeAll(async () => {
  program = await bundled("packages/roundtrip/src/access/testing/limits-process.ts");
});
afterAll(async () => {
  for (const child of started) child.kill();
  rmSync(folder, { recursive: true, force: true });
  await program.remove();
});

function start(storeUrl: string) {
  const child = spawn(process.execPath, [program.file], {
    env: { ...process.env, STORE_URL: storeUrl, FIRE_LIMIT_PER_HOUR: String(LIMIT), TAKES: String(TAKES) },
    stdio: ["pipe", "pipe", "inherit"],
  });
  started.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, line: async () => (await lines.next()).value as string | undefined };
}

async function takeFromAll(storeUrl: string) {
  const processes = Array.from({ length: PROCESSES }, () => start(storeUrl));
  for (const { line } of processes) expect(await line()).toBe("ready");
  for (const { child } of processes) child.stdin?.end("go\n");
  const counts = await Promise.all(
    processes.map(async ({ line }) => Count.parse(JSON.parse((await line()) ?? ""))),
  );
  const sum = (key: keyof z.infer<typeof Count>) => counts.reduce((total, count) => total + count[key], 0);
  return { admitted: sum("admitted"), refused: sum("refused"), failed: sum("failed") };
}

const exactly = { admitted: LIMIT, refused: PROCESSES * TAKES - LIMIT, failed: 0 };

test("three processes that fire a thousand times at one time share one SQLite limit exactly", async () => {
  const counted = await takeFromAll(`file:${join(folder, "limits.db")}`);
  console.info(`SQLite: ${JSON.stringify(counted)} of ${PROCESSES * TAKES}`);
  expect(counted).toEqual(exactly);
});

test.skipIf(redisBinary() === null)(
  "three processes that fire a thousand times at one time share one Redis limit exactly",
  async () => {
    const redis = await startRedis();
    try {
      const counted = await takeFromAll(redis.url);
      console.info(`Redis: ${JSON.stringify(counted)} of ${PROCESSES * TAKES}`);
      expect(counted).toEqual(exactly);
    } finally {
      await redis.remove();
    }
  },
);
