// @module-tag long
import { execFile } from "node:child_process";
import { lstat, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "#cli/browser/chromium.js";
import { freePort } from "#stand-ins/port.js";
import { buildImage } from "@/local/image/build";
import { type LaidOut, layOut } from "@/local/image/lay-out";
import { bundleCommand } from "@/local/packages/command";
import { type Stack, startStack } from "@/local/stack";
import { APP_CHECKS } from "../../app-checks";

const run = promisify(execFile);
/** The browser's is raised in a page of the package: here it has no sources beside it. */
const CHECKS = APP_CHECKS.filter(({ place }) => place !== "browser" || findChromium()).map(
  ({ name }) => name,
);
/** It builds both packages and the app: far above what a busy machine takes. */
const BUILD_MS = 1_800_000;
let built: string;
let home: string;
let elsewhere: string;
let laid: LaidOut;
let stack: Stack;

/** What the Dockerfile makes, stage by stage, in directories that hold nothing else and lie in no checkout. */
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), "roundtrip-image-build-"));
  await buildImage(built);
  home = await mkdtemp(join(tmpdir(), "roundtrip-image-"));
  elsewhere = await mkdtemp(join(tmpdir(), "roundtrip-pipeline-"));
  laid = await layOut(home, built);
  await bundleCommand(join(elsewhere, "roundtrip.mjs"));
  stack = await startStack({ image: laid, directory: built, env: { STORE_URL: undefined } });
}, BUILD_MS);
afterAll(() => stack?.stop());
afterAll(() => Promise.all([built, home, elsewhere].map((one) => rm(one, { recursive: true, force: true }))));

/** The packaged command, as a pipeline has it: one file. */
const verify = (argv: readonly string[], env: Record<string, string>) =>
  run(process.execPath, ["roundtrip.mjs", "verify", "--url", stack.url, ...argv], {
    cwd: elsewhere,
    env: { NODE_ENV: "test", ...env },
  });

describe("the image's files, in a directory with nothing else", () => {
  test("have the product as npm packs it: none of its sources, and no link to them", async () => {
    const product = join(built, "node_modules/@roundtrip/next");
    expect((await lstat(product)).isSymbolicLink()).toBe(false);
    expect((await readdir(product)).sort()).toEqual([
      "LICENSE",
      "README.md",
      "THIRD-PARTY-LICENSES",
      "dist",
      "package.json",
    ]);
    const names = await readdir(home, { recursive: true });
    // The build takes what it needs of the package into its own files.
    expect(names.filter((name) => /^packages\/|@roundtrip\/next\/src\//.test(name))).toEqual([]);
  });

  test("hold no environment file, no browser map, and nothing but what the Dockerfile copies", async () => {
    const top = await readdir(home);
    expect(top.sort()).toEqual([".data", ".next", "node_modules", "package.json", "server.js"]);
    const names = await readdir(home, { recursive: true });
    expect(names.filter((name) => /(^|\/)\.env/.test(name))).toEqual([]);
    const scripts = names.filter((name) => name.startsWith(".next/static/"));
    expect(scripts.some((name) => name.endsWith(".js"))).toBe(true);
    expect(scripts.filter((name) => name.endsWith(".map"))).toEqual([]);
  });

  test("pass every check that the command line can fire, whose events name the original files", async () => {
    const { stdout } = await verify(["--json", "--checks", CHECKS.join(",")], { ADMIN_TOKEN: stack.token });
    const answer = JSON.parse(stdout) as { status: string; checks: Record<string, { verdict: string }> };
    expect(answer.status, stdout).toBe("pass");
    expect(Object.keys(answer.checks).sort()).toEqual([...CHECKS].sort());
  });

  test("keep the runs where the image's user may write, and write nowhere else", async () => {
    expect((await stat(join(home, ".data/roundtrip.db"))).size).toBeGreaterThan(0);
    expect(await readdir(home)).toHaveLength(5);
  });

  test("serve the page, its scripts and styles", async () => {
    const page = await (await fetch(`${stack.url}/admin/sentry/sign-in`)).text();
    const assets = [...page.matchAll(/"(\/_next\/static\/[^"]+\.(?:js|css))"/g)].map(
      ([, path]) => path ?? "",
    );
    expect(assets.length).toBeGreaterThan(2);
    for (const path of new Set(assets)) expect((await fetch(`${stack.url}${path}`)).status, path).toBe(200);
  });

  test("are healthy by the image's own health check, and not when nothing answers", async () => {
    const { healthcheck, env } = laid.image;
    const healthy = (port: string | number) =>
      run(process.execPath, healthcheck.slice(1), { env: { NODE_ENV: "test", ...env, PORT: String(port) } });
    expect(healthcheck[0]).toBe("node");
    await healthy(new URL(stack.url).port);
    await expect(healthy(await freePort())).rejects.toMatchObject({ code: 1 });
  });

  test("end by themselves when the container is stopped", async () => {
    const { child } = stack.app;
    await stack.app.stop("SIGTERM");
    expect(child.signalCode).not.toBe("SIGKILL");
  });
});
