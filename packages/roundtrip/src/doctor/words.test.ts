import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "findings");
const FILES = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
  /(?<!\.test)\.ts$/.test(name),
);
/** What a source says to people: its strings with a space in them. */
const saidIn = (name: string): string[] =>
  readFileSync(join(folder, name), "utf8")
    .split("\n")
    .filter((line) => !/^\s*(\/\/|\/?\*|import)/.test(line))
    .flatMap((line) => line.match(/"[^"]* [^"]*"|`[^`]* [^`]*`/g) ?? []);

test.each(FILES)("what %s says needs no second reading", (name) => {
  const riddles =
    /\b(stands?|stood|whoever)\b|the way of|for want of|goes its own way|"What answers|Nobody says/i;
  expect(saidIn(name).filter((text) => riddles.test(text))).toEqual([]);
});
