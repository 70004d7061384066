import { expect, test } from "vitest";
import { attack, attackOpen } from "#access/testing/admitted.js";

const SEED = 20_261_123;

test("of 20,000 hostile requests none is admitted, every one gets a proper refusal, and none hears a secret", async () => {
  const { admitted, refusals, leaks } = await attack(20_000, SEED);
  console.info(`hostile: ${admitted.length} admitted (seed ${SEED}); refused ${JSON.stringify(refusals)}`);
  expect(leaks).toEqual([]);
  expect(admitted).toEqual([]);
  expect(Object.keys(refusals)).toEqual(["401", "403", "405"]);
});

test("of 10,000 requests from other sites or machines none is admitted in open mode", async () => {
  expect(await attackOpen(10_000, SEED)).toEqual([]);
});
