import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../root";
import { judged, type Report, readPlaywright, readVitest, slowest } from "./report";

const report = (change: Partial<Report> = {}): Report => ({
  passed: 0,
  failed: 0,
  skipped: 0,
  failures: [],
  skips: [],
  times: [],
  ...change,
});

describe("a suite", () => {
  test.each([
    ["ended badly though nothing failed", report({ passed: 3 }), 3, "it ended with code 3 and names no test"],
    ["wrote no report, and ended badly", null, 1, "it ended with code 1 and names no test"],
    ["wrote no report, and ended well", null, 0, "nothing was run"],
    ["ran nothing", report({ skipped: 4 }), 0, "nothing was run"],
  ])("that %s has failed", (_, written, code, why) => {
    const { failed, failures } = judged(written, code);
    expect([failed, failures]).toEqual([1, [{ name: "the suite itself", why }]]);
  });

  test.each([
    ["passed", report({ passed: 3, skipped: 1 }), 0],
    ["names what failed", report({ failed: 1, failures: [{ name: "a", why: "b" }] }), 1],
  ])("that %s is taken at its word", (_, written, code) => {
    expect(judged(written, code)).toBe(written);
  });

  test("shows its twenty slowest tests, the slowest first", () => {
    const times = Array.from({ length: 25 }, (_, index) => ({ name: `test ${index}`, ms: index * 1_000 }));
    const lines = slowest("unit", report({ times }), 61_234).trim().split("\n");
    expect(lines[0]).toBe("The slowest 20 of 25 in unit, which took 61.2 s in all:");
    expect(lines.slice(1)).toHaveLength(20);
    expect([lines[1], lines.at(-1)]).toEqual(["   24.0 s  test 24", "    5.0 s  test 5"]);
  });
});

describe("what vitest writes", () => {
  const file = (change: object) => ({
    name: join(ROOT, "server/a.test.ts"),
    status: "passed",
    message: "",
    assertionResults: [],
    ...change,
  });
  const read = (...testResults: object[]) => readVitest(JSON.stringify({ testResults }));

  test("is counted, with failures by file and first line, without colours", () => {
    const found = read(
      file({
        status: "failed",
        assertionResults: [
          { status: "passed", fullName: "one", failureMessages: [], duration: 5, tags: [] },
          {
            status: "failed",
            fullName: "two",
            failureMessages: ["\u001b[31mError: no\u001b[39m\n  at x"],
            duration: 7,
            tags: [],
          },
          { status: "skipped", fullName: "three", failureMessages: [], tags: [] },
          { status: "todo", fullName: "four", failureMessages: [], tags: [] },
        ],
      }),
    );
    expect(found).toEqual({
      passed: 1,
      failed: 1,
      skipped: 2,
      failures: [{ name: "server/a.test.ts: two", why: "Error: no" }],
      skips: ["2 tests, in server/a.test.ts, which says above what it lacks"],
      times: [
        { name: "server/a.test.ts: one", ms: 5 },
        { name: "server/a.test.ts: two", ms: 7 },
      ],
    });
  });

  test("takes a test that did not come to its end for one that failed", () => {
    const left = { status: "pending", fullName: "one", failureMessages: [], tags: [] };
    const { failed, failures } = read(file({ assertionResults: [left] }));
    expect([failed, failures]).toEqual([
      1,
      [{ name: "server/a.test.ts: one", why: "it did not come to its end" }],
    ]);
  });

  test("names a file that could not be set up, whose tests did not run", () => {
    const skipped = { status: "skipped", fullName: "one", failureMessages: [], tags: [] };
    const { failed, failures } = read(
      file({ status: "failed", message: "Error: no port", assertionResults: [skipped] }),
    );
    expect([failed, failures]).toEqual([1, [{ name: "server/a.test.ts", why: "Error: no port" }]]);
  });
});

describe("what vitest writes of tests with tags", () => {
  test("is counted where they belong: those that a filter left out were not skipped", () => {
    const one = (fullName: string, status: string, ...tags: string[]) => ({
      fullName,
      status,
      tags,
      failureMessages: [],
    });
    const assertionResults = [one("a", "passed"), one("b", "skipped", "long"), one("c", "skipped")];
    const text = JSON.stringify({
      testResults: [{ name: "x", status: "passed", message: "", assertionResults }],
    });
    const { passed, skipped, skips } = readVitest(text, (tags) => !tags.includes("long"));
    expect([passed, skipped, skips.length]).toEqual([1, 1, 1]);
  });
});

describe("what Playwright writes", () => {
  const spec = (title: string, status: string, more: object = {}) => ({
    title,
    file: "a.spec.ts",
    tests: [{ status, annotations: [], results: [{ duration: 9 }], ...more }],
  });

  test("is counted in all suites within suites, with why a test was skipped", () => {
    const skip = { annotations: [{ type: "skip", description: "needs the stand-in" }], results: [] };
    const broken = { results: [{ duration: 4, error: { message: "\u001b[31mno\u001b[39m\nmore" } }] };
    const suites = [
      {
        specs: [spec("one", "expected"), spec("two", "skipped", skip)],
        suites: [{ specs: [spec("three", "unexpected", broken), spec("four", "skipped", skip)] }],
      },
    ];
    expect(readPlaywright(JSON.stringify({ suites, errors: [] }))).toEqual({
      passed: 1,
      failed: 1,
      skipped: 2,
      failures: [{ name: "a.spec.ts: three", why: "no" }],
      skips: ["2 tests, needs the stand-in"],
      times: [
        { name: "a.spec.ts: one", ms: 9 },
        { name: "a.spec.ts: three", ms: 4 },
      ],
    });
  });

  test("names what went wrong before any test", () => {
    const { failed, failures } = readPlaywright(
      JSON.stringify({ suites: [], errors: [{ message: "the app could not be built" }] }),
    );
    expect([failed, failures]).toEqual([
      1,
      [{ name: "outside of any test", why: "the app could not be built" }],
    ]);
  });
});
