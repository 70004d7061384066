import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ofKind } from "@/checks/evidence";
import type { Run } from "@/checks/run";
import type * as CallEnd from "./call-end";
import type * as Record from "./record";
import type { RunStore } from "./store";
import { someRun } from "./store/testing-stores";

let folder: string;
let store: RunStore;
let recorded: typeof Record.recorded;
let noteCallEnd: typeof CallEnd.noteCallEnd;
let run: Run;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "roundtrip-refused-"));
  vi.stubEnv("STORE_URL", `file:${join(folder, "runs.db")}`);
  vi.resetModules();
  for (const key of Object.getOwnPropertySymbols(globalThis))
    if (key.description?.startsWith("roundtrip.")) Reflect.deleteProperty(globalThis, key);
  store = (await import("./store")).store();
  ({ recorded } = await import("./record"));
  ({ noteCallEnd } = await import("./call-end"));
  run = someRun();
  await store.create(run);
});
afterEach(async () => {
  await store.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const signed = { "x-inngest-signature": "t=1&s=00" };
const callFor = (id: string, headers: HeadersInit = signed, query = "fnId=roundtrip--dev-raise") =>
  new Request(`http://127.0.0.1/?${query}`, {
    method: "POST",
    headers,
    body: JSON.stringify({ event: { data: { run: id } } }),
  });
const refused = async () => {
  await recorded();
  return ofKind((await store.load(run.id))?.evidence ?? [], "call_refused");
};

test("a signed call for a run that was refused is kept, once however often it comes", async () => {
  await noteCallEnd(callFor(run.id), 401);
  await noteCallEnd(callFor(run.id), 401);
  expect(await refused()).toHaveLength(1);
});

test.each([
  ["was answered otherwise", () => callFor(run.id), 206],
  ["bears no signature, as none of Inngest's does", () => callFor(run.id, {}), 401],
  ["names a run that there is not", () => callFor(`${run.id.slice(0, -4)}0000`), 401],
  ["names no run", () => callFor("nonsense"), 401],
  [
    "is no JSON",
    () =>
      new Request("http://127.0.0.1/?fnId=roundtrip--dev-raise", {
        method: "POST",
        headers: signed,
        body: "<html>",
      }),
    401,
  ],
] as const)("a call that %s leaves nothing", async (_, request, status) => {
  await noteCallEnd(request(), status);
  expect(await refused()).toEqual([]);
});

test("a minute's refused calls cost sixty looks into the store at most", async () => {
  const load = vi.spyOn(store, "load");
  for (let call = 0; call < 70; call += 1) await noteCallEnd(callFor(run.id), 401);
  expect(load).toHaveBeenCalledTimes(60);
});

const answered = async () => {
  await recorded();
  return ofKind((await store.load(run.id))?.evidence ?? [], "task_answered").map((one) => one.process);
};

test("a call that was answered is kept with the process that answered it", async () => {
  await noteCallEnd(callFor(run.id), 206);
  expect(await answered()).toEqual(["none"]);
});

test.each([
  [
    "is for a function that raises nothing, such as the follower",
    () => callFor(run.id, signed, "fnId=roundtrip--dev-follow"),
  ],
  ["names a run that there is not", () => callFor(`${run.id.slice(0, -4)}0000`)],
])("a call that %s leaves nothing when it is answered", async (_title, request) => {
  await noteCallEnd(request(), 206);
  expect(await answered()).toEqual([]);
});

test("nothing is kept of calls that nobody can sign, for want of a key in production", async () => {
  vi.stubEnv("NODE_ENV", "production");
  await noteCallEnd(callFor(run.id), 500);
  expect(await answered()).toEqual([]);
});
