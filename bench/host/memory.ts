import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "#stand-ins/port.js";
import type { Running } from "@/local/processes";
import { ROOT } from "@/local/root";
import { startNext, startSentry } from "@/local/stack";
import { buildComparison, comparisonEnv, startComparison, type Wiring } from "../comparison";
import { compared, type Figure, figure } from "../figure";

const GOAL_PAGES = 1.05;
const GOAL_ERRORS = 1.08;
const ROUNDS = 8;
const PAGES = 300;
const ERRORS = 20;
const READINGS = 15;
const READING_EVERY_MS = 200;

/** Has the collector run when asked to: what it has not come to yet differs by more than what is looked for. */
export const COLLECTING = { NODE_OPTIONS: `--require ${resolve(import.meta.dirname, "collect.cjs")}` };

/** MB after serving pages, and after errors on top. */
interface Reading {
  pages: number;
  errors: number;
}

type Start = () => Promise<{ url: string; running: Running; error: string; token: string }>;

/**
 * Resident memory that stays after the same requests, each app started anew in turn: the plain app, the same with
 * Roundtrip, the plain one once more, which tells how much alike two such readings are, and Roundtrip's own app.
 */
export async function memory(): Promise<Figure[]> {
  await buildComparison();
  const directory = await mkdtemp(join(tmpdir(), "roundtrip-bench-"));
  const sentry = await startSentry({});
  const env: Record<string, string> = {
    ...comparisonEnv(sentry.facts, join(directory, "runs.db")),
    ...COLLECTING,
    FIRE_LIMIT_PER_MINUTE: "10000",
    FIRE_LIMIT_PER_HOUR: "100000",
  };
  const token = env.ADMIN_TOKEN ?? "";
  const comparison = (wiring: Wiring) => async () => ({
    ...(await startComparison(wiring, env)),
    error: "/errors/uncaught",
    token,
  });
  const product: Start = async () => {
    const port = await freePort();
    const running = await startNext(ROOT, port, env);
    return { url: `http://127.0.0.1:${port}`, running, error: "/api/health/sentry", token };
  };
  try {
    const readings: Reading[][] = [];
    const starts = [comparison("plain"), comparison("roundtrip"), comparison("plain"), product];
    for (let i = 0; i < ROUNDS; i += 1) {
      const round: Reading[] = [];
      for (const start of starts) round.push(await read(start));
      readings.push(round);
    }
    return figures(readings);
  } finally {
    await sentry.running.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function figures(rounds: readonly Reading[][]): Figure[] {
  const of = (index: number, kind: keyof Reading) =>
    rounds.map((round) => round[index]?.[kind] ?? Number.NaN);
  const ratio = (index: number, kind: keyof Reading) =>
    of(index, kind).map((value, round) => value / (of(0, kind)[round] ?? Number.NaN));
  const row = (name: string, kind: keyof Reading, goal: number) =>
    compared(`memory with Roundtrip / without, ${name}`, ratio(1, kind), ratio(2, kind), goal);
  return [
    ...row("serving pages", "pages", GOAL_PAGES),
    ...row(`after ${ERRORS} errors`, "errors", GOAL_ERRORS),
    figure("  Roundtrip's own app / plain app, serving pages", "ratio", ratio(3, "pages")),
    figure(`  Roundtrip's own app / plain app, after ${ERRORS} runs`, "ratio", ratio(3, "errors")),
    figure("  plain app, serving pages", "MB", of(0, "pages")),
    figure("  plain app, after errors", "MB", of(0, "errors")),
    figure("  Roundtrip's own app, after its runs", "MB", of(3, "errors")),
  ];
}

async function read(start: Start): Promise<Reading> {
  const { url, running, error, token } = await start();
  const ask = async (path: string) => {
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    await response.arrayBuffer();
  };
  try {
    for (let i = 0; i < PAGES; i += 1) await ask("/");
    const pages = await resident(running);
    for (let i = 0; i < ERRORS; i += 1) await ask(error);
    return { pages, errors: await resident(running) };
  } finally {
    await running.stop();
  }
}

const resident = (running: Running): Promise<number> => residentAfterCollecting(running.child.pid ?? 0);

/**
 * MB of a process that was started with `COLLECTING`, after what nobody holds any more was collected: the lowest of several
 * readings, since it is given back to the system bit by bit.
 */
export async function residentAfterCollecting(pid: number): Promise<number> {
  const readings: number[] = [];
  process.kill(pid, "SIGUSR2");
  for (let i = 0; i < READINGS; i += 1) {
    await new Promise((wait) => setTimeout(wait, READING_EVERY_MS));
    readings.push(await residentNow(pid));
  }
  return Math.min(...readings);
}

/** MB (10^6 bytes) by the kernel's own account. */
export async function residentNow(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => {
    throw new Error("memory is read from /proc, which this system does not have");
  });
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  if (!kilobytes) throw new Error(`the process ${pid} has ended`);
  return (Number(kilobytes) * 1024) / 1e6;
}
