import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
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
