import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appIdOf } from "#config/app/id.js";
import { freePort } from "#stand-ins/port.js";
import { type LaidOut, startImage } from "./image/lay-out";
import { firstLine, type Running, start } from "./processes";
import { ROOT } from "./root";

/** Time that the app gets to register its functions, far above what a busy machine takes. */
const KNOWN_MS = 120_000;

export interface SentryFacts {
  url: string;
  dsn: string;
  org: string;
  project: string;
  token: string;
}
export interface InngestFacts {
  url: string;
  eventKey: string;
  signingKey: string;
}
export interface Stack {
  url: string;
  token: string;
  sentry: SentryFacts;
  inngest: InngestFacts;
  /** Variables that the app was started with. */
  env: Record<string, string>;
  app: Running;
  processes: Running[];
  /** Ends the app and starts it again on the same port, with changed variables (undefined unsets one). */
  restart(changes?: Record<string, string | undefined>, signal?: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}
export interface StackOptions {
  port?: number;
  sentryPort?: number;
  inngestPort?: number;
  /** Changes to the app's variables; undefined unsets one. */
  env?: Record<string, string | undefined>;
  /** Where the build is; the repository's own by default. */
  directory?: string;
  /** Started in place of `next start`. */
  image?: LaidOut;
  log?: (source: string, line: string) => void;
}

/** What every process of the stack gets: nothing that belongs to a real Sentry, Inngest or host. */
export function cleanEnv(): Record<string, string | undefined> {
  const foreign =
    /^(SENTRY_|INNGEST_|COMMIT_|ADMIN_TOKEN|SESSION_SECRET|STORE_URL|CANARY_|ALERT_|HEARTBEAT_|APP_URL|NODE_ENV|PORT$|NODE_OPTIONS|VITEST|NEXT_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

export async function startSentry(options: { port?: number; maps?: string; log?: (line: string) => void }) {
  const args = [
    "packages/stand-ins/dist/sentry/main.js",
    "--json",
    "--with-parent",
    "--port",
    String(options.port ?? 0),
  ];
  if (options.maps) args.push("--maps", options.maps);
  const running = start("the local Sentry", args, cleanEnv(), options.log);
  return { running, facts: await firstLine(running, (line) => JSON.parse(line) as SentryFacts) };
}

export async function startInngest(options: { port?: number; app?: string; log?: (line: string) => void }) {
  const key = `signkey-test-${randomBytes(32).toString("hex")}`;
  const args = [
    "packages/stand-ins/dist/inngest/main.js",
    "--json",
    "--with-parent",
    "--port",
    String(options.port ?? 0),
  ];
  args.push("--signing-key", key, "--event-key", `local-${randomBytes(8).toString("hex")}`);
  // A real server's first retry comes after half a minute: too long for who watches a demo, or waits for a test.
  args.push("--backoff-ms", "200,1000,5000,15000,60000");
  if (options.app) args.push("--app", options.app);
  const running = start("the local Inngest", args, cleanEnv(), options.log);
  return { running, facts: await firstLine(running, (line) => JSON.parse(line) as InngestFacts) };
}

/** Variables that point an app at the stand-ins; the app is closed, and its token is its own. */
export function appEnv(sentry: SentryFacts, inngest: InngestFacts): Record<string, string> {
  return {
    SENTRY_DSN: sentry.dsn,
    SENTRY_URL: sentry.url,
    SENTRY_ORG: sentry.org,
    SENTRY_API_TOKEN: sentry.token,
    SENTRY_ENVIRONMENT: "demo",
    SENTRY_PROJECT: "roundtrip",
    INNGEST_DEV: "0",
    INNGEST_BASE_URL: inngest.url,
    INNGEST_EVENT_KEY: inngest.eventKey,
    INNGEST_SIGNING_KEY: inngest.signingKey,
    ADMIN_TOKEN: randomBytes(32).toString("base64url"),
    // The stand-in has no rate limit to spare.
    LOOKUPS_PER_SECOND: "50",
  };
}

/** Both stand-ins and the built app, each its own process on loopback, closed and signed as in production. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const directory = options.directory ?? ROOT;
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const data = await mkdtemp(join(tmpdir(), "roundtrip-"));
  const started: Running[] = [];
  const log = (source: string) => (line: string) => options.log?.(source, line);
  const stopAll = async () => {
    await Promise.all(started.map((one) => one.stop()));
    await rm(data, { recursive: true, force: true });
  };
  const keep = async <T extends { running: Running }>(starting: Promise<T>): Promise<T> => {
    const ok = await starting;
    started.push(ok.running);
    return ok;
  };
  try {
    const [sentry, inngest] = await Promise.all([
      keep(
        startSentry({ port: options.sentryPort ?? 0, maps: join(directory, ".next"), log: log("sentry") }),
      ),
      keep(startInngest({ port: options.inngestPort ?? 0, app: `${url}/api/inngest`, log: log("inngest") })),
    ]);
    let env = merge(
      {
        ...appEnv(sentry.facts, inngest.facts),
        COMMIT_SHA: "d3m0",
        COMMIT_TAG: "d3m0",
        STORE_URL: `file:${join(data, "runs.db")}`,
      },
      options.env,
    );
    const startApp = async () => {
      const app = options.image
        ? await startImage(options.image, port, env, log("app"))
        : await startNext(directory, port, env, log("app"));
      started.push(app);
      return app;
    };
    const stack: Stack = {
      url,
      token: env.ADMIN_TOKEN ?? "",
      sentry: sentry.facts,
      inngest: inngest.facts,
      env,
      app: await startApp(),
      processes: started,
      async restart(changes = {}, signal = "SIGTERM") {
        await stack.app.stop(signal);
        started.splice(started.indexOf(stack.app), 1);
        const before = appIdOf(env);
        env = merge(env, changes);
        stack.env = env;
        stack.app = await startApp();
        // Another app or environment is another app to Inngest, too. What else has changed nobody tells it by itself.
        if (appIdOf(env) !== before) await fetch(`${stack.inngest.url}/_control/sync`, { method: "POST" });
        await functionsKnown(stack.inngest.url);
      },
      stop: stopAll,
    };
    await functionsKnown(inngest.facts.url);
    return stack;
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function merge(
  base: Record<string, string>,
  changes: Record<string, string | undefined> = {},
): Record<string, string> {
  const all = Object.entries({ ...base, ...changes });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** `next start` on loopback, ready when it says so; an app elsewhere has a Next.js of its own. */
export async function startNext(
  directory: string,
  port: number,
  env: Record<string, string>,
  log?: (line: string) => void,
): Promise<Running> {
  const program = "node_modules/next/dist/bin/next";
  const own = join(directory, program);
  const next = existsSync(own) ? own : join(ROOT, program);
  const args = [next, "start", "-H", "127.0.0.1", "-p", String(port)];
  const given = { ...cleanEnv(), ...env, NODE_ENV: "production" };
  // There: what next.config.ts imports is looked for from where Next.js was started.
  const running = start("the app", args, given, log, { cwd: directory });
  await firstLine(running, (line) => (/Ready in/.test(line) ? true : null));
  return running;
}

/** Inngest can call nothing before the app has registered its functions. */
async function functionsKnown(url: string): Promise<void> {
  const until = Date.now() + KNOWN_MS;
  while (Date.now() < until) {
    const known = await fetch(`${url}/_control/stats`)
      .then((response) => response.json() as Promise<{ functions?: unknown[] }>)
      .catch(() => null);
    if (known?.functions && known.functions.length > 0) return;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  throw new Error("the app did not register its functions with the local Inngest in time");
}
