import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { RELEASE, type Step } from "#cli/testing/answers.js";
import { fakeApps, TOKEN } from "#cli/testing/app.js";
import { cause } from "#verdict/causes/catalogue.js";
import { bundleCommand } from "@/local/packages/command";

const ROOT = resolve(import.meta.dirname, "..");
const EXAMPLE = "docs/examples/github-verify.yml";
const StepSchema = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  if: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
  with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
const Workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.object({ contents: z.literal("read") }),
  jobs: z.record(
    z.string(),
    z.object({
      needs: z.string().optional(),
      "runs-on": z.string(),
      "timeout-minutes": z.number().optional(),
      steps: z.array(StepSchema),
    }),
  ),
});
const workflow = (path: string) => Workflow.parse(parse(readFileSync(join(ROOT, path), "utf8")));

test("this repository's workflow runs what CI runs anywhere, and is cut off when it hangs", () => {
  const { jobs } = workflow(".github/workflows/ci.yml");
  const all = Object.values(jobs);
  expect(all.flatMap(({ steps }) => steps).filter(({ run }) => run === ".ci/run")).toHaveLength(1);
  for (const job of all) expect(job["timeout-minutes"]).toBeGreaterThan(25);
});

test("every action is taken by its digest, with its version beside it", () => {
  const files = [".github/workflows/ci.yml", ".github/workflows/release.yml", EXAMPLE];
  const used = files.flatMap((file) => readFileSync(join(ROOT, file), "utf8").match(/uses: .*/g) ?? []);
  expect(used.length).toBeGreaterThan(5);
  expect(used.filter((one) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(one))).toEqual([]);
});

describe("the workflow that publishes", () => {
  const path = ".github/workflows/release.yml";
  const { on, jobs } = workflow(path);
  const steps = jobs.publish?.steps ?? [];
  const packages = ["roundtrip", "stand-ins"];
  const manifest = (name: string, root = ROOT) =>
    JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
  const runnable = (what: RegExp) => steps.find(({ run }) => what.test(run ?? ""))?.run ?? "exit 99";
  const bash = (script: string, cwd: string, env: Record<string, string>) =>
    new Promise<number>((ended) =>
      execFile("bash", ["-e", "-c", script], { cwd, env: { ...process.env, ...env } }, (error) =>
        ended(error ? Number(error.code ?? -1) : 0),
      ),
    );

  test("begins with a tag alone, checks first, and publishes both packages with provenance", () => {
    expect(on).toEqual({ push: { tags: ["v[0-9]+.[0-9]+.[0-9]+*"] } });
    const order = ["npm ci", "npm run check", "GITHUB_REF_NAME", "npm pkg set", "npm publish"];
    const found = order.map((words) => steps.findIndex(({ run }) => run?.includes(words)));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found).not.toContain(-1);
    expect(runnable(/npm publish/)).toBe(
      "npm publish --provenance --access public -w packages/roundtrip -w packages/stand-ins",
    );
    const text = readFileSync(join(ROOT, path), "utf8");
    expect(text).toMatch(/^ {6}id-token: write$/m);
    expect(text.match(/secrets\.\w+/g)).toEqual(["secrets.NPM_TOKEN"]);
  });

  test("ends where the tag is another version than the packages'", async () => {
    const { version } = manifest("roundtrip");
    const script = runnable(/GITHUB_REF_NAME/);
    expect(await bash(script, ROOT, { GITHUB_REF_NAME: `v${version}` })).toBe(0);
    expect(await bash(script, ROOT, { GITHUB_REF_NAME: "v99.0.0" })).not.toBe(0);
  });

  test("says in both manifests which repository they come from", async () => {
    const root = mkdtempSync(join(tmpdir(), "roundtrip-release-"));
    cpSync(join(ROOT, "package.json"), join(root, "package.json"));
    for (const name of packages)
      cpSync(join(ROOT, "packages", name, "package.json"), join(root, "packages", name, "package.json"));
    const env = { GITHUB_SERVER_URL: "https://git.example", GITHUB_REPOSITORY: "shop/roundtrip" };
    expect(await bash(runnable(/npm pkg set/), root, env)).toBe(0);
    for (const name of packages)
      expect(manifest(name, root).repository).toEqual({
        type: "git",
        url: "git+https://git.example/shop/roundtrip.git",
        directory: `packages/${name}`,
      });
    rmSync(root, { recursive: true });
  });

  test.each(packages)(
    "%s has a licence, a version and the files that npm shows, and nothing private",
    (name) => {
      const { license, version, files, engines, private: isPrivate } = manifest(name);
      expect([license, isPrivate]).toEqual(["MIT", undefined]);
      expect(version).toMatch(/^\d+\.\d+\.\d+/);
      expect(engines).toEqual({ node: ">=20.19" });
      expect(files).toEqual(expect.arrayContaining(["dist", "README.md", "LICENSE"]));
      const licence = readFileSync(join(ROOT, "packages", name, "LICENSE"), "utf8");
      expect(licence).toBe(readFileSync(join(ROOT, "LICENSE"), "utf8"));
    },
  );

  test("the stand-ins need the very version of the product that is published beside them", () => {
    expect(manifest("stand-ins").dependencies["@roundtrip/next"]).toBe(manifest("roundtrip").version);
  });
});

describe("the example for a user's pipeline", () => {
  const { deploy, verify } = workflow(EXAMPLE).jobs;
  const step = verify?.steps.find(({ run }) => run?.includes("verify"));
  const { app, closeApps } = fakeApps();
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "roundtrip-pipeline-"));
    await bundleCommand(join(folder, "tools/roundtrip.mjs"));
  });
  afterAll(async () => {
    await closeApps();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As GitHub's runner starts a step on Linux: bash, failing at the first command that fails. */
  async function pipeline(runs: Record<string, Step[]>) {
    const { url } = await app({ runs });
    const values: Record<string, string> = { "vars.APP_URL": url, "secrets.ROUNDTRIP_ADMIN_TOKEN": TOKEN };
    const given = Object.entries(step?.env ?? {}).map(([name, value]) => [
      name,
      value.replace(/\$\{\{ ([\w.]+) \}\}/g, (_all, key: string) => values[key] ?? ""),
    ]);
    const { PATH = "" } = process.env;
    const env = {
      NODE_ENV: "test" as const,
      PATH,
      GITHUB_ACTIONS: "true",
      GITHUB_SHA: RELEASE.split("@")[1] ?? "",
      ...Object.fromEntries(given),
    };
    const said = await new Promise<{ code: number; log: string }>((ended) =>
      execFile("bash", ["-e", "-c", step?.run ?? "exit 99"], { cwd: folder, env }, (error, stdout, stderr) =>
        ended({ code: error ? Number(error.code ?? -1) : 0, log: `${stdout}${stderr}` }),
      ),
    );
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    return { ...said, json: JSON.parse(read("roundtrip.json")), xml: read("roundtrip.xml") };
  }

  test("verifies after the deployment, and keeps both reports whatever the verdict", () => {
    expect(deploy).toBeDefined();
    expect(verify?.needs).toBe("deploy");
    const upload = verify?.steps.find(({ uses }) => uses?.startsWith("actions/upload-artifact"));
    expect(upload?.if).toBe("always()");
    expect(String(upload?.with?.path).trim().split("\n")).toEqual(["roundtrip.xml", "roundtrip.json"]);
  });

  test("succeeds without an annotation when every check passes", async () => {
    const { code, log, json, xml } = await pipeline({ sentry: [{ verdict: "pass" }] });
    expect([code, json.status]).toEqual([0, "pass"]);
    expect(log).not.toContain("::error");
    expect(xml).toContain("<testcase");
  });

  test("fails the job when a check fails, and annotates that check with its cause and remedy", async () => {
    const rejected = cause("dsn_rejected", { status: 403 });
    const { code, log, json, xml } = await pipeline({
      sentry: [{ verdict: "pass" }],
      "sentry-extra": [{ verdict: "fail", cause: rejected }],
    });
    expect([code, json.status]).toEqual([1, "fail"]);
    const errors = log.split("\n").filter((line) => line.startsWith("::error"));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain("sentry-extra");
    expect(errors[0]).toContain(rejected.remedy.slice(0, 20));
    expect(xml).toContain("<failure");
    expect(log).not.toContain(TOKEN);
  });
});
