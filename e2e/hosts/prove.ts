import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "#stand-ins/port.js";
import { systemChromium } from "@/local/chromium";
import { firstLine, type Running, start } from "@/local/processes";
import { appEnv, cleanEnv, startInngest, startNext, startSentry } from "@/local/stack";
import type { Break, Host } from "./rows/host";
import { must, type Ran, run } from "./run";

/** Where the command is in an app that has installed it, or in a folder above it. */
const COMMAND = "node_modules/@roundtrip/next/dist/cli/roundtrip.mjs";
const commandOf = (root: string): string => {
  const path = join(root, COMMAND);
  return existsSync(path) || dirname(root) === root ? path : commandOf(dirname(root));
};
/** Of the build as well, so that both are one release. */
export const RELEASE = { SENTRY_PROJECT: "roundtrip", COMMIT_SHA: "d3m0" };

interface Answer {
  checks: Readonly<
    Record<string, { verdict: string; cause: { code: string } | null; warnings: readonly { code: string }[] }>
  >;
}

/** A built app that runs beside the stand-ins. */
export interface Up {
  root: string;
  url: string;
  token: string;
  /** The local Sentry's own address. */
  sentry: string;
  /** Runs a command of the package against the app. */
  ask(command: "verify" | "doctor", ...words: string[]): Promise<Ran>;
  /** Starts the app again, with more variables. */
  restart(more: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

/** As a Dockerfile does it: with the static files beside the server. */
async function startStandalone(root: string, port: number, env: Record<string, string>): Promise<Running> {
  const folder = join(root, ".next/standalone");
  await cp(join(root, ".next/static"), join(folder, ".next/static"), { recursive: true });
  const given = { ...cleanEnv(), ...env, NODE_ENV: "production", PORT: String(port), HOSTNAME: "127.0.0.1" };
  const running = start("the app", ["server.js"], given, undefined, { cwd: folder });
  await firstLine(running, (line) => (/Ready in/.test(line) ? true : null));
  return running;
}

export async function startHost(
  root: string,
  { checks, basePath = "", inngest: path = "/api/inngest", standalone }: Host,
): Promise<Up> {
  const data = await mkdtemp(join(tmpdir(), "roundtrip-host-"));
  const started: Running[] = [];
  const stop = async () => {
    await Promise.all(started.map((one) => one.stop()));
    await rm(data, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}${basePath}`;
    const sentry = await startSentry({ maps: join(root, ".next") });
    started.push(sentry.running);
    const inngest = await startInngest({ app: `${url}${path}` });
    started.push(inngest.running);
    const given = Object.entries(appEnv(sentry.facts, inngest.facts));
    const takesTasks = checks.some((name) => name.startsWith("sentry-inngest"));
    const env: Record<string, string> = {
      // An app without tasks knows nothing of Inngest.
      ...Object.fromEntries(given.filter(([name]) => takesTasks || !name.startsWith("INNGEST_"))),
      ...RELEASE,
      STORE_URL: `file:${join(data, "runs.db")}`,
    };
    const startApp = (all: Record<string, string>) =>
      standalone ? startStandalone(root, port, all) : startNext(root, port, all);
    let app = await startApp(env);
    started.push(app);
    const token = env.ADMIN_TOKEN ?? "";
    return {
      root,
      url,
      token,
      sentry: sentry.facts.url,
      stop,
      ask: (command, ...words) =>
        run(process.execPath, [commandOf(root), command, "--url", url, "--json", ...words], root, {
          ADMIN_TOKEN: token,
        }),
      async restart(more) {
        await app.stop();
        app = await startApp({ ...env, ...more });
        started.push(app);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const read = ({ stdout }: Ran): Answer => (stdout.trim() ? JSON.parse(stdout) : { checks: {} }) as Answer;

/** Every check that the host can take passes, without a warning but the host's own, and there is no other. */
export async function verify(up: Up, { checks, named = [], warned }: Host): Promise<string[]> {
  const faults = await verified(up, checks, warned);
  return named.length === 0
    ? faults
    : [...faults, ...(await verified(up, named, warned, "--checks", named.join()))];
}

async function verified(
  { ask }: Up,
  wanted: readonly string[],
  warned: string | undefined,
  ...words: string[]
): Promise<string[]> {
  const ran = await ask("verify", ...words);
  const { checks } = read(ran);
  const faults = wanted.flatMap((name) => {
    const one = checks[name];
    const codes = one?.warnings.map(({ code }) => code).join();
    if (one?.verdict === (warned ? "warn" : "pass") && codes === (warned ?? "")) return [];
    return [`${name}: ${one ? JSON.stringify(one) : "not verified"}`];
  });
  const others = Object.keys(checks).filter((name) => !wanted.includes(name));
  return [
    ...faults,
    ...others.map((name) => `${name}: verified, though this app does not take it`),
    ...(ran.code === 0 ? [] : [`verify ended with ${ran.code}: ${ran.output.slice(-2_000)}`]),
  ];
}

/** What is broken on purpose is told by its own cause. */
export async function diagnose({ ask, restart }: Up, broken: Break): Promise<string[]> {
  const { env, check = "sentry", cause, finding } = broken;
  await restart(env);
  if (finding) {
    const { stdout } = await ask("doctor");
    const { findings } = JSON.parse(stdout) as { findings: { code: string; what: string }[] };
    if (findings.some(({ code }) => code === finding)) return [];
    const said = findings.map(({ code, what }) => `${code}: ${what}`);
    return [`the doctor does not find ${finding}, but:\n    ${said.join("\n    ")}`];
  }
  const { checks } = read(await ask("verify", "--checks", check));
  const said = checks[check];
  return said?.verdict === "fail" && said.cause?.code === cause
    ? []
    : [`verify says ${JSON.stringify(said)}, and not ${cause}`];
}

/** The host's own CI, with a port and a Chromium for its browser tests. */
export async function pipeline(root: string, script: string): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), "roundtrip-host-"));
  try {
    await must("npm", ["run", script], root, {
      ...RELEASE,
      PORT: String(await freePort()),
      CHROMIUM: systemChromium() ?? "",
      STORE_URL: `file:${join(data, "runs.db")}`,
    });
  } finally {
    await rm(data, { recursive: true, force: true });
  }
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
