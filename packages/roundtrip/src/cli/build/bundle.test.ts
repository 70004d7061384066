import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../package.json";
import { type Built, buildCli } from "./bundle.js";
import { fakeApps, TOKEN } from "#cli/testing/app.js";

const run = promisify(execFile);
const { app, closeApps } = fakeApps();
/** Of the machine's own variables only what npm and Node need to start. */
const { PATH = "", HOME = "" } = process.env;
let home: string;
let elsewhere: string;
let built: Built;

/** Packs what is published, and installs the package, with no registry to fetch anything else from. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "roundtrip-package-"));
  elsewhere = await mkdtemp(join(tmpdir(), "roundtrip-elsewhere-"));
  built = await buildCli(join(home, "cli"));
  const npm = {
    cwd: elsewhere,
    env: {
      NODE_ENV: "test" as const,
      PATH,
      HOME,
      npm_config_offline: "true",
      npm_config_cache: join(home, "cache"),
    },
  };
  const packed = await run("npm", ["pack", built.directory, "--json", "--pack-destination", home], npm);
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  await writeFile(join(elsewhere, "package.json"), "{}");
  await run("npm", ["install", "--no-audit", "--no-fund", join(home, filename)], npm);
});
afterAll(closeApps);
afterAll(() => Promise.all([home, elsewhere].map((one) => rm(one, { recursive: true, force: true }))));

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

const roundtrip = (argv: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((ended) => {
    const command = join(elsewhere, "node_modules/.bin/roundtrip");
    execFile(
      command,
      argv,
      { cwd: elsewhere, env: { NODE_ENV: "test", PATH, ...env } },
      (error, stdout, stderr) =>
        ended({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });

describe("the command as a package", () => {
  test("holds nothing of Next.js, React, Sentry's SDK or Inngest, and depends on nothing", async () => {
    expect(built.bundled).toContain("zod");
    expect(built.bundled.filter((name) => /^(next|react|react-dom|inngest|@sentry\/.+)$/.test(name))).toEqual(
      [],
    );
    const installed = await readdir(join(elsewhere, "node_modules"));
    expect(installed.filter((name) => !name.startsWith("."))).toEqual([manifest.name]);
    const files = await readdir(join(elsewhere, "node_modules", manifest.name));
    expect(files.sort()).toEqual([
      "LICENSE",
      "README.md",
      "THIRD-PARTY-LICENSES",
      "package.json",
      "roundtrip.mjs",
    ]);
  });

  test("explains itself with examples, in no colour, from a directory that holds nothing else", async () => {
    expect((await roundtrip(["--version"])).stdout.trim()).toBe(manifest.version);
    for (const argv of [["--help"], ["verify", "--help"], ["doctor", "--help"]]) {
      const { code, stdout, stderr } = await roundtrip(argv, { NO_COLOR: "1" });
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(/^Examples:\n {2}ADMIN_TOKEN=\.\.\. roundtrip \w+ --url https:/m);
      expect(stdout).not.toContain("\u001b");
    }
  });

  test("verifies an app: 0 and a table, 0 and no word when quiet, 2 without the token", async () => {
    const { url } = await app();
    const loud = await roundtrip(["verify", "--url", url], { ADMIN_TOKEN: TOKEN });
    expect([loud.code, loud.stderr]).toEqual([0, ""]);
    expect(loud.stdout).toContain("CHECK");
    const quiet = await roundtrip(["verify", "--url", url, "--quiet"], { ADMIN_TOKEN: TOKEN });
    expect(quiet).toEqual({ code: 0, stdout: "", stderr: "" });
    const stranger = await roundtrip(["verify", "--url", url]);
    expect(stranger.code).toBe(2);
    expect(stranger.stderr).toContain("ADMIN_TOKEN");
  });
});
