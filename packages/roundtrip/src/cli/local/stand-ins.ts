import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { CannotRun } from "#cli/errors.js";

const PACKAGE = "@roundtrip/stand-ins";
const START_MS = 60_000;
const STOP_MS = 5_000;

const SentryFactsSchema = z.object({ url: z.string(), dsn: z.string(), org: z.string(), token: z.string() });
export type SentryFacts = z.infer<typeof SentryFactsSchema>;
const InngestFactsSchema = z.object({ url: z.string(), eventKey: z.string(), signingKey: z.string() });
export type InngestFacts = z.infer<typeof InngestFactsSchema>;

export interface StandIn<T> {
  facts: T;
  /** Resolves with its last words when it ends before it is stopped. */
  lost: Promise<string>;
  stop(): Promise<void>;
}

/**
 * The file that starts one of them, of the package that the app has installed.
 * @param add how this app installs a package for development
 * @throws CannotRun where it has not
 */
export function programOf(folder: string, which: "sentry" | "inngest", add: string): string {
  try {
    return createRequire(join(folder, "package.json")).resolve(`${PACKAGE}/${which}/main`);
  } catch {
    throw new CannotRun(
      `${PACKAGE} is not installed here. Install it with: ${add} ${PACKAGE}. While it is not published, pack it in a clone of Roundtrip (npm pack -w packages/stand-ins) and install the file that this writes.`,
    );
  }
}

export const startSentry = (program: string, maps: string): Promise<StandIn<SentryFacts>> =>
  start("the local Sentry", [program, "--port", "0", "--maps", maps], SentryFactsSchema);

/** Signed, as Inngest's own service is. Its first retry comes at once: nobody waits half a minute for it. */
export const startInngest = (program: string): Promise<StandIn<InngestFacts>> =>
  start(
    "the local Inngest",
    [
      program,
      ...["--port", "0", "--backoff-ms", "200,1000,5000,15000,60000"],
      ...["--signing-key", `signkey-test-${randomBytes(32).toString("hex")}`],
      ...["--event-key", `local-${randomBytes(8).toString("hex")}`],
    ],
    InngestFactsSchema,
  );

async function start<T>(name: string, args: readonly string[], schema: z.ZodType<T>): Promise<StandIn<T>> {
  // In a group of its own: Ctrl-C is the command's to answer, and what it still sends must find somebody.
  const child = spawn(process.execPath, [...args, "--json", "--with-parent"], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  child.stdin.on("error", () => undefined);
  let said = "";
  child.stderr.on("data", (chunk) => {
    said = `${said}${String(chunk)}`.slice(-2_000);
  });
  let stopping = false;
  const ended = once(child, "exit");
  const lost = new Promise<string>((tell) => {
    void ended.then(() => !stopping && tell(`${name} has ended: ${said.trim().split("\n").at(-1)}`));
  });
  const stop = async () => {
    stopping = true;
    await stopped(child, ended);
  };
  const late = AbortSignal.timeout(START_MS);
  try {
    const lines = createInterface({ input: child.stdout });
    const first = once(lines, "line", { signal: late }).then(([line]) => String(line));
    const facts = schema.parse(JSON.parse(await Promise.race([first, lost.then(fail)])));
    return { facts, lost, stop };
  } catch (error) {
    await stop();
    throw error instanceof CannotRun ? error : new CannotRun(`${name} did not start: ${said.trim()}`);
  }
}

function fail(why: string): never {
  throw new CannotRun(why);
}

async function stopped(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.stdin?.end();
  const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(late);
}
