import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#stand-ins/port.js";
import type { Running } from "@/local/processes";
import { appEnv, startInngest, startNext, startSentry } from "@/local/stack";
import type { Host } from "./make";
import { must, type Ran, run } from "./run";

/** Where the command is in an app that has installed it. */
const COMMAND = "node_modules/@roundtrip/next/dist/cli/roundtrip.mjs";

interface Answer {
  checks: Readonly<Record<string, { verdict: string; cause: string | null; warnings: readonly unknown[] }>>;
}

/** Starts the built app beside the stand-ins and verifies it, with the command that it has installed. */
export async function verify(root: string, { checks }: Host): Promise<string[]> {
  const data = await mkdtemp(join(tmpdir(), "roundtrip-host-"));
  const started: Running[] = [];
  try {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const sentry = await startSentry({ maps: join(root, ".next") });
    started.push(sentry.running);
    const inngest = await startInngest({ app: `${url}/api/inngest` });
    started.push(inngest.running);
    const env: Record<string, string> = {
      ...appEnv(sentry.facts, inngest.facts),
      COMMIT_SHA: randomBytes(4).toString("hex"),
      STORE_URL: `file:${join(data, "runs.db")}`,
    };
    started.push(await startNext(root, port, env));
    const args = [COMMAND, "verify", "--url", url, "--json"];
    const ran = await run(process.execPath, args, root, {
      ADMIN_TOKEN: env.ADMIN_TOKEN ?? "",
    });
    return faultsOf(checks, ran);
  } finally {
    await Promise.all(started.map((one) => one.stop()));
    await rm(data, { recursive: true, force: true });
  }
}

function faultsOf(wanted: readonly string[], { code, stdout, output }: Ran): string[] {
  const { checks } = (stdout.trim() ? JSON.parse(stdout) : { checks: {} }) as Answer;
  const faults = wanted.flatMap((name) => {
    const one = checks[name];
    if (one?.verdict === "pass" && one.warnings.length === 0) return [];
    return [`${name}: ${one ? JSON.stringify(one) : "not verified"}`];
  });
  const others = Object.keys(checks).filter((name) => !wanted.includes(name));
  return [
    ...faults,
    ...others.map((name) => `${name}: verified, though this app does not take it`),
    ...(code === 0 ? [] : [`verify ended with ${code}: ${output.slice(-2_000)}`]),
  ];
}

/** The first page is still made when the app is built: nothing of ours is loaded by the root layout. */
export async function isStatic(root: string): Promise<boolean> {
  const text = await readFile(join(root, ".next/prerender-manifest.json"), "utf8");
  return "/" in (JSON.parse(text) as { routes: Record<string, unknown> }).routes;
}

/** @returns what git sees changed, a line each */
export async function changed(root: string): Promise<string[]> {
  const { stdout } = await must("git", ["status", "--porcelain"], root);
  return stdout.split("\n").filter(Boolean);
}
