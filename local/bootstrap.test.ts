import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../package.json";
import { ROOT } from "./root";

/** Run on a host that has installed the app by itself, perhaps without what development needs. */
const OF_HOSTS = ["build", "start"];
/** Only scripts of this very table. */
const COMPOSED = ["check"];

let home: string;
let clone: string;

/** A clone in which nothing was installed, and an npm whose registry is the folder of this checkout. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "roundtrip-clone-"));
  clone = join(home, "clone");
  await mkdir(join(home, "bin"));
  // As they are, by their times, too: what was built is not built again.
  for (const one of [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.base.json",
    "LICENSE",
    "local",
    "packages",
  ])
    await cp(join(ROOT, one), join(clone, one), { recursive: true, preserveTimestamps: true });
  await writeFile(
    join(home, "bin/npm"),
    `#!/bin/sh\necho "npm $*"\nsleep 6\nln -s "${join(ROOT, "node_modules")}" node_modules\n`,
  );
  await chmod(join(home, "bin/npm"), 0o755);
});
afterAll(() => rm(home, { recursive: true, force: true }));

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

const script = (name: keyof typeof manifest.scripts, ...argv: string[]): Promise<Ended> =>
  new Promise((ended) => {
    const path = [join(home, "bin"), join(clone, "node_modules/.bin"), process.env.PATH].join(":");
    const line = [manifest.scripts[name], ...argv].join(" ");
    execFile(
      "sh",
      ["-c", line],
      { cwd: clone, env: { NODE_ENV: "test", PATH: path } },
      (error, stdout, stderr) =>
        ended({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });

describe("npm's scripts in a fresh clone", () => {
  test("each installs what is missing before it runs anything that had to be installed", () => {
    const first = Object.entries(manifest.scripts).filter(
      ([name]) => !OF_HOSTS.includes(name) && !COMPOSED.includes(name),
    );
    expect(first.length).toBeGreaterThan(14);
    for (const [name, line] of first)
      expect([name, line]).toEqual([name, expect.stringMatching(/^node local\/bootstrap\.mjs /)]);
    for (const name of COMPOSED)
      expect(manifest.scripts[name as "check"]).toMatch(/^npm run [a-z]+( && npm run [a-z]+)*$/);
  });

  test.skipIf(process.platform === "win32")("and its stdout stays the command's own", async () => {
    const first = await script("verify", "--json");
    expect(first.stderr).toContain("Installing what package-lock.json names");
    expect(first.stderr).toContain("npm ci --no-audit --no-fund");
    // npm says nothing for minutes where it has no terminal.
    expect(first.stderr).toMatch(/still installing \(\d+ s\)/);
    expect(first.code).toBe(2);
    expect(JSON.parse(first.stdout)).toMatchObject({
      status: "fail",
      error: expect.stringContaining("--url: is missing"),
    });
    // However slow the machine is: whether anything has to be built is looked up without a word.
    const second = await script("verify", "--json");
    expect(second).toMatchObject({ code: 2, stdout: first.stdout });
    expect(second.stderr).toMatch(/^roundtrip verify: [^\n]+\n$/);
  });

  test.skipIf(process.platform === "win32")("says so where npm cannot install", async () => {
    await rm(join(clone, "node_modules"));
    await writeFile(join(home, "bin/npm"), "#!/bin/sh\necho no network >&2\nexit 1\n");
    const { code, stdout, stderr } = await script("doctor");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/no network\nnpm ci failed; it says why above\.\n$/);
  });
});
