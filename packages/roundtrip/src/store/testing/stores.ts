import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { mintRunId } from "#runs/id.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type { Run } from "#verdict/run.js";
import { checkNamed, runOf } from "#verdict/testing/runs.js";
import { REDIS_MISSING, redisBinary, startRedis } from "./redis.js";

/** A place for runs that a test made for itself. */
export interface Place {
  url: string;
  remove(): Promise<void>;
}

export interface Backend {
  name: string;
  missing: boolean;
  make(): Promise<Place>;
}

async function makeFile(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "roundtrip-store-"));
  return {
    url: `file:${join(folder, "runs.db")}`,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** One node that serves all slots refuses what crosses them, as any cluster does. */
async function makeCluster(): Promise<Place> {
  const redis = await startRedis({ cluster: true });
  const admin = new Redis(redis.url.replace("?cluster=1", ""));
  await admin.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
  while (!String(await admin.call("CLUSTER", "INFO")).includes("cluster_state:ok"))
    await new Promise((again) => setTimeout(again, 50));
  admin.disconnect();
  return redis;
}

const missing = redisBinary() === null;
if (missing) console.warn(REDIS_MISSING);

export const BACKENDS: readonly Backend[] = [
  { name: "libSQL on a file", missing: false, make: makeFile },
  { name: "Redis", missing, make: () => startRedis() },
  { name: "a Redis cluster", missing, make: makeCluster },
];

export const RETENTION_MS = 30 * 24 * 60 * 60_000;

/** A run of its own id, fired now unless told otherwise. */
export function someRun(change: Partial<Run> = {}, check = "sentry"): Run {
  const firedAt = change.firedAt ?? Date.now();
  const id = mintRunId(firedAt);
  return runOf(checkNamed(check), {
    id,
    firedAt,
    deadline: firedAt + 300_000,
    parts: [{ role: "main", eventId: id }],
    ...change,
  });
}

export const someEvidence = (run: string, id: string = randomUUID()): Evidence => ({
  id,
  run,
  role: "main",
  at: Date.now(),
  kind: "accepted",
  project: "7",
  host: "ingest.example",
  process: "p",
  runtime: "node",
  status: 200,
});
