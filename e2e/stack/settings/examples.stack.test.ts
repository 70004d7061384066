import { afterAll, beforeAll, expect, test } from "vitest";
import { blocksOf, masked, RECORDED_PAGES, readPage, record } from "@/docs/recorded";
import { type Stack, startStack } from "@/local/stack";

let stack: Stack;
let recorded: Record<string, string>;

beforeAll(async () => {
  stack = await startStack();
  recorded = await record(stack);
});
afterAll(() => stack?.stop());

test.each(RECORDED_PAGES)("the examples of %s are what a run prints today", (page) => {
  const shown = blocksOf(readPage(page));
  expect(Object.keys(shown)).not.toEqual([]);
  for (const [name, block] of Object.entries(shown)) {
    expect(block, name).toMatch(/^```\w+\n\S/);
    expect(masked(block), `${page}: ${name}. Run npm run docs:record`).toBe(masked(recorded[name] ?? ""));
  }
});

test("every example that is recorded is shown", () => {
  const shown = RECORDED_PAGES.flatMap((page) => Object.keys(blocksOf(readPage(page))));
  expect(Object.keys(recorded).filter((name) => !shown.includes(name))).toEqual([]);
});
