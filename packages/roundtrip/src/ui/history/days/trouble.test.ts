import { expect, test } from "vitest";
import { type Counts, NO_COUNTS } from "#verdict/history/days.js";
import { troubleFirst } from "./trouble.js";

const DAYS = 3;
const check = (name: string, trouble: Partial<Counts> = {}, index = 0) => ({
  name,
  counts: Array.from({ length: DAYS }, (_, day) => ({
    ...NO_COUNTS,
    pass: 1,
    ...(day === index ? trouble : {}),
  })),
});
const many = Array.from({ length: 13 }, (_, index) => check(`plain-${index}`));
const named = (checks: readonly { name: string }[]) => checks.map(({ name }) => name);

test("checks with the newest trouble come first, a warning too, and the others keep their order", () => {
  const all = [check("a"), check("old", { fail: 1 }, 0), check("b"), check("new", { warn: 1 }, 2)];
  const { shown, named: left } = troubleFirst(all);
  expect(named(shown)).toEqual(["new", "old", "a", "b"]);
  expect(left).toEqual([]);
});

test("of many checks those without trouble are only named, also where all are", () => {
  const { shown, named: left } = troubleFirst([...many, check("bad", { unknown: 1 })]);
  expect(named(shown)).toEqual(["bad"]);
  expect(named(left)).toEqual(named(many));
  expect(troubleFirst(many).shown).toEqual([]);
});
