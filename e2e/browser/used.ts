import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { leave } from "@/local/leave";
import { start } from "@/local/processes";
import { cleanEnv } from "@/local/stack";
import { judged, type Report, readPlaywright } from "@/local/suites/report";
import { LONG_SPECS } from "@/local/suites/suites";

/** The first run leaves behind what the second must bear; for that, the long ones need not be in both. */
const TIMES = [
  { time: "first", options: [`--grep-invert=${LONG_SPECS}`] },
  { time: "second", options: [] },
];

interface Demo {
  url: string;
  token: string;
  stop: () => Promise<void>;
}

/** The demo as a user starts it, once it says where to sign in: its checks have run, and its store has runs. */
function startDemo(): Promise<Demo> {
  return new Promise((resolve, reject) => {
    const demo = start(
      "the demo",
      ["--conditions=@roundtrip/source", "--import", "tsx", "local/demo.ts", "--port", "0"],
      cleanEnv(),
      (line) => {
        const [, url, token] = /(http:\S+)\/admin\/sentry\/sign-in#token=(\S+)/.exec(line) ?? [];
        if (url && token) resolve({ url, token, stop: () => demo.stop() });
      },
    );
    demo.child.once("exit", () => reject(new Error(`the demo ended:\n${demo.tail()}`)));
  });
}

async function playwright({ url, token }: Demo, file: string, rest: readonly string[]): Promise<Report> {
  const args = ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json", ...rest];
  const env = { E2E_BASE_URL: url, E2E_ADMIN_TOKEN: token, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const child = spawn(process.execPath, args, { stdio: "inherit", env: { ...process.env, ...env } });
  const [code] = await once(child, "exit");
  const report = await readFile(file, "utf8").then(readPlaywright, () => null);
  return judged(report, typeof code === "number" ? code : 1);
}

/** What two runs came to together, each test named with the run that it was in. */
function together(reports: readonly Report[]): Report {
  const sum = (count: (report: Report) => number) => reports.map(count).reduce((a, b) => a + b, 0);
  const named = <T extends { name: string }>(pick: (report: Report) => readonly T[]): T[] =>
    reports.flatMap((report, index) =>
      pick(report).map((one) => ({ ...one, name: `${TIMES[index]?.time} run: ${one.name}` })),
    );
  return {
    passed: sum((one) => one.passed),
    failed: sum((one) => one.failed),
    skipped: sum((one) => one.skipped),
    failures: named((one) => one.failures),
    skips: reports.flatMap(({ skips }, index) => skips.map((why) => `${TIMES[index]?.time} run: ${why}`)),
    times: named((one) => one.times),
  };
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { out: { type: "string" } }, allowPositionals: true });
  const folder = await mkdtemp(join(tmpdir(), "roundtrip-used-"));
  const demo = await startDemo();
  const reports: Report[] = [];
  try {
    for (const { time, options } of TIMES) {
      console.log(`\nThe ${time} run against ${demo.url}`);
      reports.push(await playwright(demo, join(folder, `${time}.json`), [...options, ...positionals]));
    }
  } finally {
    await demo.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const report = together(reports);
  if (values.out) await writeFile(values.out, JSON.stringify(report));
  return report.failed > 0 ? 1 : 0;
}

main().then(
  (code) => leave(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);
