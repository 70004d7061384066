import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { roundtrip } from "#cli/testing/shell.js";
import { STEERING } from "#cli/testing/steering.js";
import { contentOf, FRESH, hostFolders, put } from "./testing/hosts.js";
import { hashOf, RECORD } from "./write/record.js";

const { lay, clear } = hostFolders();
afterAll(clear);
const init = (root: string, ...words: string[]) =>
  roundtrip(["init", "--dir", root, "--no-install", ...words]);

const SECRET = "what lies outside, and is nobody's business\n";
/** A folder beside the app's, in which init has nothing to look for. */
let outside = "";
beforeEach(() => {
  outside = lay({ "kept.txt": SECRET, "folder/kept.txt": SECRET });
});
const unharmed = () => expect(contentOf(outside)).toEqual({ "kept.txt": SECRET, "folder/kept.txt": SECRET });

/** An app in which a file or a folder of this name is a link that leads outside. */
function linked(path: string, to: string): string {
  const root = lay(FRESH);
  rmSync(join(root, path), { recursive: true, force: true });
  mkdirSync(join(root, path, ".."), { recursive: true });
  symlinkSync(to, join(root, path));
  return root;
}

describe("a folder whose links lead out of it", () => {
  test.each([
    [".gitignore", "kept.txt"],
    ["roundtrip.ts", "not-there.ts"],
    ["instrumentation.ts", "not-there.ts"],
    [".roundtrip", "folder"],
    ["app/api", "folder"],
    ["app/(roundtrip)", "not-there"],
  ])("is refused where %s is one, and nothing is written", async (path, to) => {
    const root = linked(path, join(outside, to));
    const before = existsSync(join(root, "package.json")) && contentOf(root);
    const { code, stdout, stderr } = await init(root, "--yes", "--force");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/leads out of this folder/);
    expect(contentOf(root)).toEqual(before);
    unharmed();
  });

  test("is entered where they stay inside", async () => {
    const root = lay({ ...FRESH, "config/ignore": "/node_modules\n" });
    rmSync(join(root, ".gitignore"));
    symlinkSync("config/ignore", join(root, ".gitignore"));
    expect(await init(root, "--yes")).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(join(root, "config/ignore"), "utf8")).toContain(".data/");
  });
});

describe("a record that somebody else wrote", () => {
  const record = (more: object) =>
    JSON.stringify({ created: {}, edited: {}, installed: [], manifests: {}, ...more });
  const hash = hashOf(SECRET);

  test.each<[string, (path: string) => object]>([
    ["deletes no file outside", (path) => ({ created: { [path]: hash } })],
    ["writes no file outside", (path) => ({ edited: { [path]: { before: "forged", after: hash } } })],
  ])("%s", async (_, forged) => {
    for (const path of [
      `../${outside.split("/").at(-1)}/kept.txt`,
      join(outside, "kept.txt"),
      "app/../../x",
    ]) {
      const root = lay({ ...FRESH, [RECORD]: record(forged(path)) });
      const { code, stderr } = await init(root, "--remove", "--yes");
      expect([code, stderr]).toEqual([2, expect.stringContaining(RECORD)]);
      unharmed();
    }
  });

  test("deletes and writes nothing by a link inside", async () => {
    for (const forged of [
      { created: { "app/link/kept.txt": hash } },
      { edited: { "app/link/kept.txt": { before: "forged", after: hash } } },
    ]) {
      const root = lay({ ...FRESH, [RECORD]: record(forged) });
      symlinkSync(join(outside, "folder"), join(root, "app/link"));
      expect(await init(root, "--remove", "--yes")).toMatchObject({ code: 2 });
      unharmed();
    }
  });

  test.each(["--prefix=/tmp", "-g", "x; touch y", "../x", "https://evil.example/x.tgz", 7, null])(
    "gives the package manager no word of its own: %j",
    async (installed) => {
      const root = lay({ ...FRESH, [RECORD]: record({ installed: [installed] }) });
      const { code, stderr } = await init(root, "--remove", "--yes");
      expect([code, stderr]).toEqual([2, expect.stringContaining(RECORD)]);
    },
  );

  test.each(["7", "[]", '{"created":7}', '{"created":{"a":7}}', '{"edited":{"a":{}}}', "{"])(
    "is refused by name where it is none: %s",
    async (text) => {
      const root = lay({ ...FRESH, [RECORD]: text });
      for (const words of [["--remove", "--yes"], ["--yes"]]) {
        const { code, stderr } = await init(root, ...words);
        expect([code, stderr]).toEqual([2, expect.stringContaining(RECORD)]);
      }
    },
  );
});

test("no text of the folder steers a terminal or a CI runner", async () => {
  const nasty = "\u001b[8mhidden\u001b]0;x\u0007 \u009b2J \u202e ##vso[task.prependpath]/tmp";
  const root = lay({
    ...FRESH,
    ".gitignore": `a\r\n# ${nasty}`,
    "package.json": FRESH["package.json"] ?? "",
  });
  put(root, `app/api/health/sentry/${nasty.replaceAll("/", "")}/route.ts`, "export const GET = 1;\n");
  const collided = await init(root, "--dry-run");
  expect(collided.stderr).toContain("files of your own");
  rmSync(join(root, "app/api"), { recursive: true });
  const shown = await init(root, "--dry-run");
  expect(shown.stdout).toContain("hidden");
  for (const { stdout, stderr } of [collided, shown]) expect(stdout + stderr).not.toMatch(STEERING);
});

test("what is no file is not read, and keeps nobody waiting", async () => {
  const root = lay(FRESH);
  rmSync(join(root, "next.config.ts"));
  execFileSync("sh", ["-c", `mkfifo "$0"`, join(root, "next.config.ts")]);
  symlinkSync("/dev/zero", join(root, "instrumentation.ts"));
  const { code } = await init(root, "--dry-run");
  expect([0, 2]).toContain(code);
});

test("git runs nothing that the folder names", async () => {
  const root = lay(FRESH);
  const git = (...words: string[]) => execFileSync("git", words, { cwd: root });
  git("init", "-q");
  writeFileSync(join(root, "hook.sh"), `#!/bin/sh\ntouch "${join(outside, "ran")}"\n`, { mode: 0o755 });
  git("config", "core.fsmonitor", join(root, "hook.sh"));
  await init(root, "--dry-run");
  unharmed();
});
