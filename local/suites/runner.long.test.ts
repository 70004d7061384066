import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ROOT } from "../root";
import { cleanEnv } from "../stack";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "roundtrip-suites-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What those who run this very test may have set. */
const OUTER: ReadonlySet<string> = new Set(["FORCE_COLOR", "NO_COLOR", "TEST_SUMMARY"]);

/** A program of ours, its output gathered from pipes. */
function started(args: readonly string[], env: Record<string, string> = {}, program = process.execPath) {
  const kept = Object.entries({ ...cleanEnv(), ...env }).filter(([name]) => name in env || !OUTER.has(name));
  const child = spawn(program, args, { cwd: ROOT, env: Object.fromEntries(kept) as NodeJS.ProcessEnv });
  const said = { out: "", err: "" };
  child.stdout.on("data", (part) => (said.out += part));
  child.stderr.on("data", (part) => (said.err += part));
  return { child, said, ended: once(child, "close").then(([code]) => code as number | null) };
}

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Suites that are programs given as text; each writes its report where it is told. */
const running = (first: string, second: string, env: Record<string, string> = {}, beside = false) =>
  started(
    [
      "--conditions=@roundtrip/source",
      "--import",
      "tsx",
      "-e",
      `const { runSuites, untilSignal } = require("./local/suites/runner.ts");
      const { readOwn } = require("./local/suites/report.ts");
      const suite = (name, text) => ({ name, args: (file) => ["-e", text, file], read: readOwn });
      const lane = [suite("first", ${JSON.stringify(first)}), suite("second", ${JSON.stringify(second)})];
      runSuites(${beside ? "lane.map((one) => [one])" : "[lane]"}, [], untilSignal()).then((code) => process.exit(code));`,
    ],
    env,
  );
const reports = (report: object) =>
  `require("node:fs").writeFileSync(process.argv[1], ${JSON.stringify(
    JSON.stringify({ passed: 0, failed: 0, skipped: 0, failures: [], skips: [], times: [], ...report }),
  )})`;

describe("a signal", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "%s ends the whole run: what the suite started, too, and no other suite begins",
    async (signal) => {
      const pids = join(folder, `pids-${signal}`);
      // The suite's own child will not go by itself.
      const stubborn = `process.on("SIGTERM", () => {}); process.on("SIGINT", () => {});
        require("node:fs").writeFileSync(${JSON.stringify(pids)}, process.pid + " " + process.ppid);
        setInterval(() => {}, 1000);`;
      const first = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}]);
        setInterval(() => {}, 1000);`;
      const { child, said, ended } = running(first, reports({ passed: 1 }));
      const started = await vi.waitFor(async () => {
        const found = (await readFile(pids, "utf8")).split(" ").map(Number);
        expect(found).toHaveLength(2);
        return found;
      }, 60_000);
      child.kill(signal);
      expect(await ended).toBe(128 + constants.signals[signal]);
      await vi.waitFor(() => expect(started.filter(isThere)).toEqual([]), 60_000);
      expect(said.out).toContain(`interrupted by ${signal}`);
      expect(said.out).not.toContain("second");
    },
  );

  test("to npm, which tells its shell alone, ends the run as well", async () => {
    const { child, said, ended } = started(["test", "--", "unit"], {}, "npm");
    await vi.waitFor(() => expect(said.out).toContain(" RUN "), 60_000);
    child.kill("SIGTERM");
    // Whatever npm had started holds its output open.
    expect(await ended).not.toBe(0);
    expect(said.out).toContain("interrupted by SIGTERM");
  });
});

describe("suites that run side by side", () => {
  test("wait for each other's sake only, and each of their lines says whose it is", async () => {
    // Each ends only once the other has begun.
    const meets = (own: string, other: string) =>
      `const fs = require("node:fs"); console.log("I am ${own}"); fs.writeFileSync(${JSON.stringify(folder)} + "/${own}", "");
      const look = setInterval(() => { if (!fs.existsSync(${JSON.stringify(folder)} + "/${other}")) return;
        clearInterval(look); ${reports({ passed: 1 })} }, 10);`;
    const { said, ended } = running(meets("one", "two"), meets("two", "one"), {}, true);
    expect(await ended, said.err).toBe(0);
    expect(said.out).toContain("first    | I am one\n");
    expect(said.out).toContain("second   | I am two\n");
    expect(said.out).toMatch(/\nfirst: 1 passed, 0 failed\nsecond: 1 passed, 0 failed\n$/);
  });
});

describe("what several suites need built", () => {
  /** A suite that needs nothing, beside one that needs the build; both write down that they were there. */
  const building = (make: string) =>
    started([
      "--conditions=@roundtrip/source",
      "--import",
      "tsx",
      "-e",
      `const { runSuites, untilSignal } = require("./local/suites/runner.ts");
      const { readOwn } = require("./local/suites/report.ts");
      const fs = require("node:fs");
      const at = (name) => ${JSON.stringify(folder)} + "/" + name;
      const suite = (name, text, needsBuild) => ({ name, args: (file) => ["-e", text, file], read: readOwn, needsBuild });
      const free = suite("free", "require('fs').writeFileSync(" + JSON.stringify(at("free")) + ", '');" + ${JSON.stringify(reports({ passed: 1 }))});
      const needy = suite("needy", "require('fs').statSync(" + JSON.stringify(at("made")) + ");" + ${JSON.stringify(reports({ passed: 1 }))}, true);
      runSuites([[free], [needy]], [], untilSignal(), ${make}).then((code) => process.exit(code));`,
    ]);

  test("is waited for by those alone, while the others run", async () => {
    // Made only once the suite that needs nothing has begun.
    const { said, ended } = building(`() => new Promise((made) => {
      const look = setInterval(() => { if (!fs.existsSync(at("free"))) return;
        clearInterval(look); fs.writeFileSync(at("made"), ""); made(); }, 10);
    })`);
    expect(await ended, said.err).toBe(0);
    expect(said.out).toMatch(/\nfree: 1 passed, 0 failed\nneedy: 1 passed, 0 failed\n$/);
  });

  test("fails those alone where it could not be made, and is named as the reason", async () => {
    const { said, ended } = building(`() => Promise.reject(new Error("it could not be built"))`);
    expect(await ended).toBe(1);
    expect(said.out).toContain("✗ needy: all of it\n✗     it could not be built\n");
    expect(said.out).toMatch(/\nfree: 1 passed, 0 failed\nneedy: 0 passed, 1 failed\n$/);
  });
});

describe("in the end", () => {
  test("every suite has its line, and what failed or was skipped stands before them, for a summary as well", async () => {
    const summary = join(folder, "summary");
    await writeFile(summary, "✗ lint\n");
    const { said, ended } = running(
      reports({ passed: 2, failed: 1, failures: [{ name: "a test", why: "it is red" }] }),
      reports({ passed: 3, skipped: 1, skips: ["1 test, for want of a Redis"] }),
      { TEST_SUMMARY: summary },
    );
    expect(await ended).toBe(1);
    const lines = [
      "✗ first: a test",
      "✗     it is red",
      "SKIPPED second: 1 test, for want of a Redis",
      "first: 2 passed, 1 failed",
      "second: 3 passed, 0 failed, 1 skipped",
    ];
    expect(said.out.trimEnd().split("\n").slice(-lines.length)).toEqual(lines);
    expect(await readFile(summary, "utf8")).toBe(`✗ lint\n${lines.join("\n")}\n`);
  });

  test("a suite that dies while it writes its report has failed", async () => {
    const half = `require("fs").writeFileSync(process.argv[1], "{"); process.exit(3)`;
    const { said, ended } = running(half, reports({ passed: 1 }));
    expect(await ended).toBe(1);
    expect(said.out).toContain("✗ first: the suite itself\n✗     it ended with code 3");
    expect(said.out).toContain("\nfirst: 0 passed, 1 failed\n");
  });
});

describe("npm test", () => {
  const npmTest = (env: Record<string, string> = {}) =>
    started(["local/bootstrap.mjs", "test", "unit", "local/leave.test.ts"], env);

  test("says which tests were slowest, how many passed, and nothing in colour where it goes to a pipe", async () => {
    const { said, ended } = npmTest();
    expect(await ended, said.out + said.err).toBe(0);
    expect(said.out).toMatch(
      /The slowest 1 of 1 in unit, which took [\d.]+ s in all:\n +[\d.]+ s {2}local\/leave/,
    );
    expect(said.out).toMatch(/\nunit: 1 passed, 0 failed\n$/);
    expect(said.out + said.err).not.toContain("\u001b");
  });

  test("is in colour where FORCE_COLOR asks for it", async () => {
    const { said, ended } = npmTest({ FORCE_COLOR: "1" });
    expect(await ended).toBe(0);
    expect(said.out).toContain("\u001b[");
  });

  test("names the suites that there are, for one that is not", async () => {
    const { said, ended } = started(["local/bootstrap.mjs", "test", "units"]);
    expect(await ended).toBe(2);
    expect(said.err).toContain("npm run test has no suite units; it has browser, stack, unit, sabotage");
  });
});
