import { spawnSync } from "node:child_process";
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../build";
import { systemChromium } from "../chromium";
import { closing, judged, type Report, slowest } from "./report";
import { run } from "./run";
import type { Lane, Suite } from "./suites";

interface Done {
  name: string;
  report: Report;
}

/** A system's Chromium, or the one that Playwright brings where the network lets it. */
function hasBrowser(): boolean {
  if (systemChromium()) return true;
  const args = ["node_modules/@playwright/test/cli.js", "install", "chromium"];
  return spawnSync(process.execPath, args, { stdio: ["ignore", 2, 2] }).status === 0;
}

const WITHOUT_BROWSER: Report = {
  passed: 0,
  failed: 0,
  skipped: 1,
  failures: [],
  skips: [
    "all of it, since there is no Chromium here and none could be downloaded; install one (Debian: apt-get install chromium)",
  ],
  times: [],
};

const withoutBuild = (why: string): Report => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  failures: [{ name: "all of it", why }],
  skips: [],
  times: [],
});

interface Running {
  folder: string;
  /** Why what several suites need could not be made; null once it is there. */
  unbuilt: Promise<string | null>;
  rest: readonly string[];
  stop: AbortSignal;
  isAlone: boolean;
}

async function runSuite(suite: Suite, { folder, rest, stop, isAlone }: Running): Promise<Done> {
  if (suite.needsBrowser && !hasBrowser()) return { name: suite.name, report: WITHOUT_BROWSER };
  const file = join(folder, `${suite.name}.json`);
  const { code, ms } = await run(
    suite.args(file, rest),
    stop,
    suite.env?.(file),
    isAlone ? undefined : suite.name,
  );
  // There is none, or half of one, where the runner did not come to its end.
  const written = await readFile(file, "utf8")
    .then(suite.read, () => null)
    .catch(() => null);
  const report = judged(written, code);
  console.log(slowest(suite.name, report, ms));
  return { name: suite.name, report };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function runLane(lane: Lane, running: Running): Promise<Done[]> {
  const done: Done[] = [];
  for (const suite of lane) {
    const why = suite.needsBuild ? await running.unbuilt : null;
    if (running.stop.aborted) break;
    done.push(
      why === null ? await runSuite(suite, running) : { name: suite.name, report: withoutBuild(why) },
    );
  }
  return done;
}

/**
 * Runs the lanes side by side and the suites of each one after the other, and says in the end what came of each; answers
 * the exit code. What several suites need is built once, beside those that need none of it.
 */
export async function runSuites(
  given: readonly Lane[],
  rest: readonly string[],
  stop: AbortSignal,
  make: () => Promise<void> = build,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "roundtrip-test-"));
  // Who runs several commands, as CI does, gathers here what each came to; suites that run suites write nothing there.
  const summary = process.env.TEST_SUMMARY;
  delete process.env.TEST_SUMMARY;
  const lanes = given.filter((lane) => lane.length > 0);
  const done: Done[] = [];
  try {
    const needed = lanes.flat().some(({ needsBuild }) => needsBuild);
    const unbuilt = needed ? make().then(() => null, messageOf) : Promise.resolve(null);
    const running = { folder, unbuilt, rest, stop, isAlone: lanes.length === 1 };
    done.push(...(await Promise.all(lanes.map((lane) => runLane(lane, running)))).flat());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const lines = closing(done);
  console.log(`\n${lines.join("\n")}`);
  if (summary) await appendFile(summary, `${lines.join("\n")}\n`);
  if (stop.aborted) {
    console.log(`interrupted by ${stop.reason}; what had not run yet was left out`);
    return 128 + constants.signals[stop.reason as NodeJS.Signals];
  }
  return done.some(({ report }) => report.failed > 0) ? 1 : 0;
}

/** Aborts at the first signal that asks this process to end, with the signal's name as its reason. */
export function untilSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => stop.abort(stop.signal.reason ?? signal));
  return stop.signal;
}
