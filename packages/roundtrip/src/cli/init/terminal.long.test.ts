import { spawn } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Built, builtCommand } from "#cli/testing/process.js";
import { contentOf, type Files, FRESH, hostFolders, put } from "./testing/hosts.js";

const { lay, clear } = hostFolders();
let built: Built;
let command: string;
let packed: string;
beforeAll(async () => {
  built = await builtCommand();
  packed = await built.keep("roundtrip-next-0.1.0.tgz", "");
  ({ command } = built);
});
afterAll(async () => {
  clear();
  await built?.remove();
});

/** A pseudo terminal, of util-linux. */
const TERMINAL = "script";

/** Runs it on a terminal, and types the answer once it is asked. */
function typed(
  root: string,
  words: readonly string[],
  answer: string,
): Promise<{ code: number | null; said: string }> {
  const line = [process.execPath, command, "init", "--dir", root, ...words]
    .map((word) => `'${word}'`)
    .join(" ");
  const child = spawn(TERMINAL, ["-qefc", line, "/dev/null"], {
    env: { ...process.env, TERM: "xterm", NO_COLOR: "1" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (text: Buffer) => {
    const before = said;
    said += text.toString();
    if (!before.includes("[y/N]") && said.includes("[y/N]")) child.stdin.write(`${answer}\n`);
  });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ code, said }));
  });
}

describe("in a terminal", () => {
  test("it shows the plan, asks once, and writes after a yes", async () => {
    const root = lay(FRESH);
    const { code, said } = await typed(root, ["--no-install"], "y");
    expect(said.match(/\[y\/N\]/g)).toHaveLength(1);
    expect(said.indexOf("New files:")).toBeLessThan(said.indexOf("[y/N]"));
    expect(said.slice(said.indexOf("[y/N]"))).toContain("Roundtrip is in:");
    expect([code, "roundtrip.ts" in contentOf(root)]).toEqual([0, true]);
    const left = await typed(root, ["--remove"], "yes");
    expect([left.code, contentOf(root)]).toEqual([0, FRESH]);
  });

  test.each(["n", "", "no", "sure"])(
    "after %j nothing is written, and the exit code is 1",
    async (answer) => {
      const root = lay(FRESH);
      const { code, said } = await typed(root, ["--no-install"], answer);
      expect(said).toContain("[y/N]");
      expect([code, contentOf(root)]).toEqual([1, FRESH]);
    },
  );
});

describe("the app's own package manager", () => {
  /** A program of that name which writes down what it was asked, and installs nothing. */
  const witness = (name: string, says = "exit 0"): Files => ({
    [`bin/${name}`]: `#!/bin/sh\necho "${name} $*" >> asked\n${says}\n`,
  });
  const run = async (root: string, name: string, ...words: string[]) => {
    chmodSync(join(root, "bin", name), 0o755);
    const env = { PATH: [join(root, "bin"), process.env.PATH].join(delimiter) };
    return built.start(["init", "--dir", root, "--yes", "--from", packed, ...words], env).done;
  };
  const without = (files: Files, name: string): Files =>
    Object.fromEntries(Object.entries(files).filter(([path]) => path !== name));

  test.each([
    ["npm", "package-lock.json", "install --no-audit --no-fund", "uninstall --no-audit --no-fund"],
    ["pnpm", "pnpm-lock.yaml", "add", "remove"],
    ["yarn", "yarn.lock", "add", "remove"],
    ["bun", "bun.lock", "add", "remove"],
    ["bun", "bun.lockb", "add", "remove"],
  ])("%s is known by its %s, and installs and uninstalls", async (name, lock, add, remove) => {
    const root = lay({ ...without(FRESH, "package-lock.json"), [lock]: "", ...witness(name) });
    const entered = await run(root, name, "--checks", "sentry,sentry-inngest");
    expect(entered).toMatchObject({ code: 0, stderr: "" });
    expect(entered.stdout).toContain(`${name} run build`);
    expect((await run(root, name, "--remove")).code).toBe(0);
    expect(readFileSync(join(root, "asked"), "utf8").trim().split("\n")).toEqual([
      `${name} ${add} ${packed} @sentry/nextjs@11.5.0 inngest@4.24.0`,
      `${name} ${remove} @roundtrip/next @sentry/nextjs inngest`,
    ]);
  });

  test("packageManager in package.json comes before a lock file", async () => {
    const root = lay({ ...FRESH, ...witness("pnpm") });
    const named = { ...JSON.parse(FRESH["package.json"] ?? ""), packageManager: "pnpm@10.0.0" };
    put(root, "package.json", JSON.stringify(named));
    expect((await run(root, "pnpm")).code).toBe(0);
    expect(readFileSync(join(root, "asked"), "utf8")).toMatch(/^pnpm add /);
  });

  test("where it fails, nothing is written, and the end of what it said is shown", async () => {
    const files = { ...FRESH, ...witness("npm", "echo 'E404 no such package' >&2; exit 1") };
    const root = lay(files);
    const { code, stderr } = await run(root, "npm");
    expect(code).toBe(2);
    expect(stderr).toMatch(/npm install .* ended with 1\. Mend what it says, and run init again\.\nE404/);
    expect(without(contentOf(root), "asked")).toEqual(files);
  });
});
