import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { systemChromium } from "./chromium";
import { leave } from "./leave";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}
interface Failure {
  name: string;
  /** The first line of what it said. */
  why: string;
}
interface Read extends Counts {
  failures: Failure[];
}
interface Suite extends Read {
  name: string;
}

/** What is read of the reports that the runners write. */
interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { assertionResults: { status: string; fullName: string; failureMessages: string[] }[] }[];
}
interface PlaywrightSuite {
  specs: { title: string; ok: boolean; tests: { results: { error?: { message?: string } }[] }[] }[];
  suites?: PlaywrightSuite[];
}
interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites: PlaywrightSuite[];
}

const firstLine = (text: string | undefined): string =>
  stripVTControlCharacters(text ?? "").split("\n", 1)[0] ?? "";

const failedSpecs = ({ specs, suites = [] }: PlaywrightSuite): Failure[] => [
  ...specs
    .filter((one) => !one.ok)
    .map(({ title, tests }) => ({
      name: title,
      why: firstLine(tests.flatMap(({ results }) => results).find(({ error }) => error)?.error?.message),
    })),
  ...suites.flatMap(failedSpecs),
];

/** Everything that a suite starts is a child of this process, and dies with it. */
async function run(args: string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: "inherit", env: { ...process.env, ...env } });
  const stop = (signal: NodeJS.Signals) => void child.kill(signal);
  process.on("SIGINT", stop).on("SIGTERM", stop);
  const [code] = await once(child, "exit");
  process.off("SIGINT", stop).off("SIGTERM", stop);
  return typeof code === "number" ? code : 1;
}

async function counted(file: string, read: (report: string) => Read, code: number): Promise<Read> {
  const report = await readFile(file, "utf8").catch(() => null);
  const counts = report === null ? { passed: 0, failed: 0, skipped: 0, failures: [] } : read(report);
  // A runner that ended badly has failed, whatever it counted; one that ran nothing as well.
  if ((code !== 0 || counts.passed === 0) && counts.failed === 0) counts.failed = 1;
  return counts;
}

async function vitest(project: string, out: string, rest: string[]): Promise<Suite> {
  const file = join(out, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run([
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    project,
    ...reporters,
    ...rest,
  ]);
  const counts = await counted(
    file,
    (report) => {
      const told = JSON.parse(report) as VitestReport;
      return {
        passed: told.numPassedTests,
        failed: told.numFailedTests,
        skipped: told.numPendingTests + told.numTodoTests,
        failures: told.testResults
          .flatMap((one) => one.assertionResults)
          .filter((one) => one.status === "failed")
          .map((one) => ({ name: one.fullName, why: firstLine(one.failureMessages[0]) })),
      };
    },
    code,
  );
  return { name: project, ...counts };
}

async function playwright(out: string): Promise<Suite> {
  const file = join(out, "browser.json");
  const code = await run(["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const counts = await counted(
    file,
    (report) => {
      const { stats, suites } = JSON.parse(report) as PlaywrightReport;
      return {
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky,
        skipped: stats.skipped,
        failures: suites.flatMap(failedSpecs),
      };
    },
    code,
  );
  return { name: "browser", ...counts };
}

/** The sabotages that need no build of their own and no waiting; all of them are `npm run test:sabotage`. */
async function sabotages(out: string): Promise<Suite> {
  const file = join(out, "sabotage.json");
  const code = await run(["--import", "tsx", "e2e/sabotage/main.ts", "--quick", "--out", file]);
  return { name: "sabotage", ...(await counted(file, (report) => JSON.parse(report) as Read, code)) };
}

/** A system's Chromium, or the one that Playwright brings where the network lets it. */
function hasBrowser(): boolean {
  if (systemChromium()) return true;
  const { status } = spawnSync(
    process.execPath,
    ["node_modules/@playwright/test/cli.js", "install", "chromium"],
    {
      stdio: ["ignore", 2, 2],
    },
  );
  return status === 0;
}

async function main(): Promise<number> {
  const [only, ...rest] = process.argv.slice(2).filter((argument) => argument !== "--");
  const out = await mkdtemp(join(tmpdir(), "roundtrip-test-"));
  const wanted = (name: string) => only === undefined || only === name;
  const suites: Suite[] = [];
  const remarks: string[] = [];
  try {
    if (wanted("unit")) suites.push(await vitest("unit", out, rest));
    if (wanted("stack")) suites.push(await vitest("stack", out, rest));
    if (wanted("sabotage")) suites.push(await sabotages(out));
    if (wanted("browser")) {
      if (hasBrowser()) suites.push(await playwright(out));
      else {
        remarks.push(
          "SKIPPED browser: no Chromium here and none could be downloaded; install one (Debian: apt-get install chromium)",
        );
        suites.push({ name: "browser", passed: 0, failed: 0, skipped: 1, failures: [] });
      }
    }
  } finally {
    await rm(out, { recursive: true, force: true });
  }
  if (suites.length === 0) throw new Error(`there is no suite ${only}: unit, stack, sabotage or browser`);
  console.log("");
  for (const { name, failures } of suites)
    for (const failure of failures) console.log(`✗ ${name}: ${failure.name}\n✗     ${failure.why}`);
  for (const line of remarks) console.log(line);
  for (const { name, passed, failed, skipped } of suites) {
    console.log(`${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  }
  return suites.some((one) => one.failed > 0) ? 1 : 0;
}

main().then(
  (code) => leave(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);
