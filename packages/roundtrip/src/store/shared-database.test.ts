import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openStore } from "./open.js";
import { openOutbox } from "./outbox/open.js";
import { StoreDown } from "./runs.js";
import { ownerIn } from "./taken.js";
import { RETENTION_MS, someRun } from "./testing/stores.js";

const closing: { close(): Promise<void> }[] = [];
let folder: string | null = null;
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function place(): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), "roundtrip-taken-"));
  return `file:${join(folder, "runs.db")}`;
}
const kept = <T extends { close(): Promise<void> }>(one: T): T => {
  closing.push(one);
  return one;
};
const storeOf = (url: string, app?: string) => kept(openStore(url, RETENTION_MS, app));
const refusal = async (asked: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(StoreDown.is(error)).toBe(true);
  return ownerIn(error);
};

test("a database that one app keeps its runs in takes none of another's, and follows and shows it none", async () => {
  const url = await place();
  const shop = storeOf(url, "roundtrip-shop--production");
  const run = someRun();
  expect(await shop.create(run)).toBe(true);
  const cart = storeOf(url, "roundtrip-cart--production");
  const owner = "roundtrip-shop";
  expect(await refusal(cart.ping())).toBe(owner);
  expect(await refusal(cart.create(someRun()))).toBe(owner);
  expect(await refusal(cart.load(run.id))).toBe(owner);
  expect(await refusal(cart.open(10))).toBe(owner);
  expect(await refusal(cart.newest(run.running.release, run.running.environment))).toBe(owner);
  expect(await refusal(cart.environments())).toBe(owner);
  expect(
    await refusal(kept(openOutbox(url, RETENTION_MS, "roundtrip-cart--production")).waiting("x", 1)),
  ).toBe(owner);
  expect(await shop.open(10)).toEqual([run.id]);
});

test("the environments of one app share a database", async () => {
  const url = await place();
  await storeOf(url, "roundtrip-shop--production").ping();
  await storeOf(url, "roundtrip-shop--staging").ping();
  await kept(openOutbox(url, RETENTION_MS, "roundtrip-shop--staging")).waiting("staging", 1);
});

test("a database of an older version is the app's that opens it first, with what it holds", async () => {
  const url = await place();
  const older = openStore(url, RETENTION_MS);
  const run = someRun();
  await older.create(run);
  await older.close();
  expect((await storeOf(url, "roundtrip-shop--production").load(run.id))?.run.id).toBe(run.id);
  expect(await refusal(storeOf(url, "roundtrip-cart--production").ping())).toBe("roundtrip-shop");
});
