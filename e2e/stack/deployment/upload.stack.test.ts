// @module-tag long
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "@/local/root";
import { onLoopback } from "../../on-loopback";

const TOKEN = "sntryu_made-up-for-this-test-0123456789";
let sentry: Server;
let port: number;
let directory: string;
let home: string;
const asked: string[] = [];

/**
 * One page under the repository's own next.config.ts: what is tried is that file, Sentry's plugin and what
 * `next build` makes of a failure. Building the whole app for it would take a minute of every test run.
 */
beforeAll(async () => {
  sentry = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume().on("end", () => {
      response.writeHead(401, { "content-type": "application/json" }).end('{"detail":"Invalid token"}');
    });
  });
  port = await onLoopback(sentry);
  // In the repository, where what is installed is found.
  await mkdir(join(ROOT, ".data"), { recursive: true });
  home = await mkdtemp(join(tmpdir(), "roundtrip-home-"));
  directory = await mkdtemp(join(ROOT, ".data/upload-"));
  await mkdir(join(directory, "app"));
  const files = {
    "next.config.ts": 'export { default } from "../../next.config.ts";',
    "tsconfig.json": '{ "extends": "../../tsconfig.json", "include": ["app"] }',
    "app/layout.tsx": "export default ({ children }: any) => <html><body>{children}</body></html>;",
    "app/page.tsx": "export default () => <p>one page</p>;",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
});
afterAll(() => Promise.all([home, directory].map((one) => rm(one, { recursive: true, force: true }))));
afterAll(() => new Promise((closed) => sentry.close(closed)));

async function build(env: Record<string, string>): Promise<{ code: unknown; said: string }> {
  const next = join(ROOT, "node_modules/next/dist/bin/next");
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [next, "build"], {
    cwd: directory,
    // A home of its own: Sentry's upload remembers there which server an organisation is on.
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", PATH, HOME: home, ...env },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said += String(chunk);
    });
  const [code] = await once(child, "close");
  return { code, said };
}

test("an upload that Sentry refuses fails the build, which names the token and the remedy", async () => {
  const { code, said } = await build({
    SENTRY_URL: `http://127.0.0.1:${port}`,
    SENTRY_AUTH_TOKEN: TOKEN,
    SENTRY_ORG: "acme",
    SENTRY_PROJECT: "shop",
    COMMIT_SHA: "0123456789abcdef",
  });
  expect(code, said).toBe(1);
  expect(asked, said).toContain("POST /api/0/organizations/acme/releases/");
  expect(said).toContain("Source maps were not uploaded to Sentry");
  expect(said).toContain("401 Unauthorized");
  expect(said).toContain("SENTRY_AUTH_TOKEN is not a token of this Sentry: make one there");
  expect(said).not.toContain(TOKEN);
});

test("an upload that cannot be tried fails the build before it begins", async () => {
  const { code, said } = await build({ SENTRY_AUTH_TOKEN: TOKEN, SENTRY_ORG: "acme" });
  expect(code).toBe(1);
  expect(said).toContain("but SENTRY_PROJECT is not set");
});

/** Source maps that everybody would be served. */
const served = async () =>
  (await readdir(join(directory, ".next/static"), { recursive: true })).filter((name) =>
    name.endsWith(".map"),
  );

test("a build leaves no source map where it would be served, unless somebody says so", async () => {
  const kept = await build({ PUBLIC_SOURCE_MAPS: "true" });
  expect(kept.code, kept.said).toBe(0);
  expect(await served()).not.toEqual([]);
  // Over the other, whose maps go, and whose cache serves it.
  const usual = await build({});
  expect(usual.code, usual.said).toBe(0);
  expect(await served()).toEqual([]);
});
