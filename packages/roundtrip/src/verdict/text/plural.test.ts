import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { counted, times } from "./plural.js";

const ROOT = resolve(import.meta.dirname, "../../../../..");

test.each([
  [0, "0 checks", "0 times"],
  [1, "1 check", "once"],
  [2, "2 checks", "2 times"],
  [12345, "12,345 checks", "12,345 times"],
])("%i is counted as %s, and %s", (count, checks, often) => {
  expect([counted(count, "check"), times(count)]).toEqual([checks, often]);
});

test("a noun may have a plural of its own", () => {
  expect([counted(1, "retry", "retries"), counted(2, "retry", "retries")]).toEqual(["1 retry", "2 retries"]);
});

/** A number straight before a plural, by hand: `${n} checks` in a text, `{n} checks` in a page. */
const BY_HAND =
  /\{[^{}]*\} (checks|runs|rounds|events|errors|spans|findings|functions|firings|incidents|alerts|days|hours|minutes|seconds|calls|files|retries|processes|instances)\b(?!=)/;

test("no text puts a number before a plural by hand, where it may be one", () => {
  const sources = ["app", "packages/roundtrip/src"].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts|testing|fake-/.test(file))
      .map((file) => join(room, file)),
  );
  expect(sources.length).toBeGreaterThan(200);
  const found = sources.flatMap((file) =>
    readFileSync(join(ROOT, file), "utf8")
      .split("\n")
      .filter((line) => BY_HAND.test(line) && !line.includes("=== 1 ?"))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
