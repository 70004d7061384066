import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as Record from "#runs/record/evidence.js";
import type * as VerifyTicket from "#runs/verify-ticket.js";
import { forgetAll } from "#state/testing/forget-all.js";
import type { RunStore } from "#store/open.js";
import { someRun } from "#store/testing/stores.js";
import { ofKind } from "#verdict/evidence/kinds.js";
import type { Run } from "#verdict/run.js";
import type * as CallEnd from "./call-end.js";

let folder: string;
let store: RunStore;
let recorded: typeof Record.recorded;
let noteCallEnd: typeof CallEnd.noteCallEnd;
let sealOf: typeof VerifyTicket.sealOf;
let run: Run;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "roundtrip-refused-"));
  vi.stubEnv("STORE_URL", `file:${join(folder, "runs.db")}`);
  vi.resetModules();
  forgetAll();
  store = (await import("#store/open.js")).store();
  ({ recorded } = await import("#runs/record/evidence.js"));
  ({ sealOf } = await import("#runs/verify-ticket.js"));
  ({ noteCallEnd } = await import("./call-end.js"));
  run = someRun();
  await store.create(run);
});
afterEach(async () => {
  await store.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const TASK = "shop-roundtrip-raise";
const callFor = (id: string, { task = TASK, seal = sealOf(id) } = {}) => ({
  app: "shop",
  task,
  body: new TextEncoder().encode(JSON.stringify({ event: { data: { run: id, seal } } })),
});
const refused = async () => {
  await recorded();
  return ofKind((await store.load(run.id))?.evidence ?? [], "call_refused");
};
const answered = async () => {
  await recorded();
  return ofKind((await store.load(run.id))?.evidence ?? [], "task_answered").map((one) => one.process);
};

test("a call of this app's own event that was refused is kept, once however often it comes", async () => {
  noteCallEnd(callFor(run.id), "refused");
  noteCallEnd(callFor(run.id), "refused");
  expect(await refused()).toHaveLength(1);
});

test("a call that was answered is kept with the process that answered it", async () => {
  noteCallEnd(callFor(run.id), "answered");
  expect(await answered()).toEqual(["none"]);
});

test.each([
  ["bears no seal", () => callFor(run.id, { seal: "" })],
  ["bears another run's seal", () => callFor(run.id, { seal: sealOf(`${run.id.slice(0, -4)}0000`) })],
  ["bears a seal of the right form", () => callFor(run.id, { seal: "0".repeat(64) })],
  ["names no run", () => callFor("nonsense")],
  ["is for a function that raises nothing", () => callFor(run.id, { task: "shop-roundtrip-follow" })],
  ["is no JSON", () => ({ app: "shop", task: TASK, body: new TextEncoder().encode("<html>") })],
  ["is for another app's function", () => callFor(run.id, { task: "other-roundtrip-raise" })],
])("a call that %s leaves nothing and costs no look into the store", async (_, call) => {
  const looks = vi.spyOn(store, "load");
  const writes = vi.spyOn(store, "append");
  noteCallEnd(call(), "refused");
  noteCallEnd(call(), "answered");
  await recorded();
  expect([looks.mock.calls.length, writes.mock.calls.length]).toEqual([0, 0]);
});
