import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";

const SOURCES = resolve(import.meta.dirname, "..");

/** What each file of the package imports; types alone import nothing. */
async function imports() {
  const { metafile } = await build({
    absWorkingDir: SOURCES,
    entryPoints: readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter(
      (file) => /\.tsx?$/.test(file) && !/testing\/|\.test\./.test(file),
    ),
    bundle: true,
    packages: "external",
    conditions: ["@roundtrip/source"],
    write: false,
    metafile: true,
    outdir: "out",
    platform: "node",
    format: "esm",
    jsx: "automatic",
  });
  return metafile.inputs;
}

let inputs: Awaited<ReturnType<typeof imports>>;
beforeAll(async () => {
  inputs = await imports();
});

/** For each file of the package, the packages that it imports, by whatever way. */
function reached(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const walk = (file: string): Set<string> => {
    const known = found.get(file);
    if (known) return known;
    const packages = new Set<string>();
    found.set(file, packages);
    for (const { path, external } of inputs[file]?.imports ?? [])
      for (const one of external ? [path] : walk(path)) packages.add(one);
    return packages;
  };
  for (const file of Object.keys(inputs)) walk(file);
  return found;
}

test("an app without Inngest never imports it: only what is below ./inngest does", async () => {
  const files = [...reached()]
    .filter(([, packages]) => [...packages].some((one) => one === "inngest" || one.startsWith("inngest/")))
    .map(([file]) => file);
  expect(files.sort()).toEqual([
    "inngest/middleware.ts",
    "next/inngest.ts",
    "next/tasks/canary.ts",
    "next/tasks/follow.ts",
    "next/tasks/make.ts",
    "next/tasks/raise-ignored.ts",
    "next/tasks/raise-in-step.ts",
    "next/tasks/raise-own.ts",
    "next/tasks/raise.ts",
    "next/tasks/trace.ts",
  ]);
});

test("an app without pino never imports it: only Roundtrip's own logger does, which no other file imports", async () => {
  const files = [...reached()].filter(([, packages]) => packages.has("pino")).map(([file]) => file);
  expect(files).toEqual(["log/logger.ts"]);
});

test("an app without ioredis is built without it: one file imports it, when a store is opened", async () => {
  const found = Object.entries(inputs).flatMap(([file, { imports }]) =>
    imports.filter(({ path }) => path === "ioredis").map(({ kind }) => [file, kind]),
  );
  expect(found).toEqual([["store/redis/client.ts", "dynamic-import"]]);
  // Otherwise Turbopack refuses to build an app that lacks it.
  expect(readFileSync(resolve(SOURCES, "store/redis/client.ts"), "utf8")).toContain(
    'import(/* turbopackOptional: true */ "ioredis")',
  );
});

/** What these files import at once, whatever is asked of the app later. */
function atOnce(files: readonly string[]): Set<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const walk = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, kind, external } of inputs[file]?.imports ?? []) {
      if (kind === "dynamic-import") continue;
      if (external) packages.add(path);
      else walk(path);
    }
  };
  for (const file of files) walk(file);
  return packages;
}

test("an app that starts and serves, with checks of its own too, loads no package for Roundtrip: neither parser nor store nor signer", () => {
  const started = [
    "next/create.ts",
    "next/start.ts",
    "next/sentry/node.ts",
    "next/sentry/instrumentation.ts",
  ];
  const found = [...atOnce(started)].filter((one) => !one.startsWith("node:"));
  expect(found.sort()).toEqual(["@sentry/nextjs"]);
});

test("a process that looks for runs which were left open loads no parser", () => {
  const found = [...atOnce(["store/open.ts"])].filter((one) => !one.startsWith("node:"));
  expect(found).toEqual([]);
});

test("what an API route of the Pages Router imports can be loaded by Node.js itself, where Sentry's SDK lacks names", () => {
  const found = [...atOnce(["next/raise/pages.ts"])].filter((one) => !one.startsWith("node:"));
  expect(found).toEqual([]);
});
