import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Compiled, compiled, ran } from "./testing/commands";

/** What each of our npm scripts runs, and how its usage begins. */
const COMMANDS: Readonly<Record<string, string>> = {
  "local/demo.ts": "usage: npm run demo",
  "local/local.ts": "usage: npm run local",
  "packages/stand-ins/src/sentry/main.ts": "npx tsx packages/stand-ins/src/sentry/main.ts [options]",
  "packages/stand-ins/src/inngest/main.ts": "usage: npx tsx packages/stand-ins/src/inngest/main.ts",
  "bench/main.ts": "usage: npm run bench",
  "e2e/sabotage/main.ts": "usage: npm run test:sabotage",
  "e2e/soak/main.ts": "usage: npm run test:soak",
  "e2e/peers/main.ts": "usage: npm run test:peers",
  "e2e/hosts/main.ts": "usage: npm run test:hosts",
  "e2e/versions/main.ts": "usage: npm run test:versions",
};
/** Run with the name of its set: see below. */
const SUITES = "local/suites/main.ts";
const SOURCES = Object.keys(COMMANDS);

let commands: Compiled;
beforeAll(async () => {
  commands = await compiled(...SOURCES, SUITES);
});
afterAll(() => commands.remove());

const run = (source: string, ...argv: string[]) => ran(commands.file(source), argv);

describe.concurrent("every command of this repository", () => {
  test.each(SOURCES)("%s helps", async (source) => {
    const help = await run(source, "-h");
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout.startsWith(COMMANDS[source] ?? "")).toBe(true);
    expect(help.stdout).toContain("--help");
  });

  test.each(SOURCES)(
    "%s refuses an option that it does not have, by name, and does nothing",
    async (source) => {
      const { code, stdout, stderr } = await run(source, "--frobnicate=hunter2");
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain("--frobnicate: there is no such option. See: np");
      expect(stderr).not.toMatch(/hunter2|\bat .*\.(ts|mjs):|node:internal/);
    },
  );
});

describe.concurrent.each([
  ["test", "npm test --"],
  ["test:all", "npm run test:all --"],
])("the command of the suites, as %s", (set, command) => {
  test("helps, and refuses what it does not know, by name", async () => {
    const help = await run(SUITES, set, "--help");
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout.startsWith(`usage: ${command} [SUITE`)).toBe(true);
    const option = await run(SUITES, set, "--frobnicate=hunter2");
    expect(option).toEqual({
      code: 2,
      stdout: "",
      stderr: `--frobnicate: there is no such option. See: ${command} --help\n`,
    });
    const suite = await run(SUITES, set, "untis");
    expect(suite).toMatchObject({ code: 2, stdout: "" });
    expect(suite.stderr).toContain("has no suite untis; it has ");
    expect(suite.stderr).toContain(`See: ${command} --help`);
  });
});

describe.concurrent("a port that is taken", () => {
  async function taken<T>(use: (port: number) => Promise<T>): Promise<T> {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    try {
      return await use((holder.address() as AddressInfo).port);
    } finally {
      holder.close();
    }
  }

  test.each([
    ["local/demo.ts", "--port", []],
    ["local/local.ts", "--sentry-port", ["--inngest-port", "0"]],
    ["local/local.ts", "--inngest-port", ["--sentry-port", "0"]],
    ["packages/stand-ins/src/sentry/main.ts", "--port", []],
    ["packages/stand-ins/src/inngest/main.ts", "--port", []],
  ])("%s %s says which, who may hold it, and what to do", async (source, option, others) => {
    await taken(async (port) => {
      const { code, stdout, stderr } = await run(source, option, String(port), ...others);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toBe(
        `Port ${port} is taken, perhaps by another demo, by npm run dev or npm run local, or by a program of yours: end that, or choose another with ${option} N (0 takes a free one).\n`,
      );
    });
  });

  test.each([
    ["local/demo.ts", "--port", "many"],
    ["local/demo.ts", "--port", "65536"],
    ["local/demo.ts", "--port", ""],
    ["local/local.ts", "--sentry-port", "1e3"],
    ["local/local.ts", "--inngest-port", " "],
  ])("%s %s %j is refused by name", async (source, option, value) => {
    const { code, stderr } = await run(source, option, value);
    expect(code).toBe(2);
    expect(stderr).toBe(`${option} must be a port: a whole number from 0 to 65535, 0 for a free one.\n`);
  });
});
