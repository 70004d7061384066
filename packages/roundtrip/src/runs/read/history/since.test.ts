import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { openStore } from "#store/open.js";
import { decisionWith } from "#store/testing/history.js";
import { RETENTION_MS, someRun } from "#store/testing/stores.js";
import type { DecidedVerdict } from "#verdict/history/days.js";
import type { Run } from "#verdict/run.js";
import { sinceWhen } from "./since.js";

const NOW = Date.now();
const MINUTE = 60_000;

/** Runs of one check a minute apart, the last one now, each with the release that it was fired under. */
async function kept(...verdicts: (DecidedVerdict | [DecidedVerdict, Partial<Run>])[]) {
  const store = openStore("file::memory:", RETENTION_MS);
  const environment = `env-${randomUUID().slice(0, 8)}`;
  const runs: Run[] = [];
  for (const [index, given] of verdicts.entries()) {
    const [verdict, more] = typeof given === "string" ? [given, {}] : given;
    const firedAt = NOW - (verdicts.length - 1 - index) * MINUTE;
    const run = someRun({ firedAt, running: { release: `shop@${index}`, environment }, ...more });
    await store.create(run);
    await store.decide(run.id, decisionWith(verdict, firedAt + 1_000, 100));
    runs.push(run);
  }
  const newest = runs.slice(-1);
  const found = await sinceWhen(store, environment, newest);
  await store.close();
  return newest.map(found)[0];
}

test.each<[string, DecidedVerdict[], object]>([
  ["the first run of all fails", ["fail"], { at: NOW, exact: false, again: false, alike: true }],
  ["the first one after a pass", ["pass", "fail"], { at: NOW, exact: true, again: false, alike: true }],
  [
    "the third one after a pass, whatever their releases and whether they failed or were not proven",
    ["fail", "pass", "unknown", "fail", "fail"],
    { at: NOW - 2 * MINUTE, exact: true, again: true, alike: false },
  ],
  ["there never was a pass", ["fail", "fail"], { at: NOW - MINUTE, exact: false, again: true, alike: true }],
])("since when it is so: %s", async (_title, verdicts, expected) => {
  expect(await kept(...verdicts)).toEqual(expected);
});

test("a run that no history counts has failed since no time", async () => {
  const own = someRun().expected;
  const expected = { ...own, fromCaller: true, release: "shop@typo" };
  expect(await kept("pass", "fail", ["fail", { expected }])).toBeNull();
});

test("where nothing is bad the store is not asked", async () => {
  const asked = { stretches: () => expect.fail("it was asked") };
  expect((await sinceWhen(asked, "production", []))(someRun())).toBeNull();
});
