import { afterEach, expect, test } from "vitest";
import { remember } from "#state/singleton.js";
import { someEvidence } from "#store/testing/stores.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import { MAX_KEPT, noteWitnessed, recordWitnessed, takeWitnessed } from "./witnessed.js";

const forget = () => remember("witnessed", undefined);
afterEach(() => void forget());

const facts = (run: string, count: number) => Array.from({ length: count }, () => someEvidence(run));
const ids = (evidence: readonly Evidence[]) => evidence.map((one) => one.id);

test("what was seen before anybody records waits, in order, and what follows comes at once", () => {
  const [before, after] = [facts("a", 3), facts("a", 2)];
  const recorded: Evidence[] = [];
  for (const one of before) noteWitnessed(one);
  recordWitnessed((one) => recorded.push(one));
  expect(ids(recorded)).toEqual(ids(before));
  for (const one of after) noteWitnessed(one);
  expect(ids(recorded)).toEqual(ids([...before, ...after]));
});

test("where nobody ever records, the oldest facts go", () => {
  const all = facts("a", MAX_KEPT + 40);
  for (const one of all) noteWitnessed(one);
  expect(ids(takeWitnessed("a"))).toEqual(ids(all.slice(40)));
});

test("a run's facts are taken once, and no other's", () => {
  const [one, other] = [facts("a", 2), facts("b", 1)];
  for (const fact of [...one, ...other]) noteWitnessed(fact);
  expect(ids(takeWitnessed("a"))).toEqual(ids(one));
  expect(takeWitnessed("a")).toEqual([]);
  expect(ids(takeWitnessed("b"))).toEqual(ids(other));
});
