import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "#stand-ins/port.js";
import type { Running } from "@/local/processes";
import { appEnv, startInngest, startNext, startSentry } from "@/local/stack";
import { onLoopback } from "../on-loopback";
import { Caller, control } from "../stack/client";
import { pass } from "./pass";

const PRELOAD = resolve(import.meta.dirname, "stopping.cjs");
/** What wakes the process is repeated, since it may have come a moment before the process stopped. */
const WAKE_MS = 20;
/** Where no task is looked at: Inngest's calls would wake the process. */
const NO_INNGEST = {
  url: "http://127.0.0.1:9",
  eventKey: "",
  signingKey: `signkey-test-${randomBytes(32).toString("hex")}`,
};

/** Counts a request, wakes the process, and hands the request on to it. */
function handOn({ child }: Running, port: number, count: string): RequestListener {
  let handedOn = 0;
  return (request, response) => {
    handedOn += 1;
    writeFileSync(count, String(handedOn));
    child.kill("SIGCONT");
    const waking = setInterval(() => child.kill("SIGCONT"), WAKE_MS);
    response.once("close", () => clearInterval(waking));
    pass(port, request, response);
  };
}

/**
 * The app on a host that stops its process, by SIGSTOP, once no request is open and nothing that the host was asked to
 * wait for. A request wakes it.
 */
export class StoppingHost {
  private constructor(
    private readonly running: Running,
    private readonly pid: number,
    private readonly front: Server,
    private readonly home: string,
    private readonly sentry: Awaited<ReturnType<typeof startSentry>>,
    private readonly inngest: Awaited<ReturnType<typeof startInngest>> | null,
    readonly caller: Caller,
  ) {}

  /**
   * @param directory where the build is
   * @param tasks with an Inngest, whose calls are requests as any other
   */
  static async start(
    directory: string,
    env: Readonly<Record<string, string | undefined>>,
    { tasks = false } = {},
  ): Promise<StoppingHost> {
    const sentry = await startSentry({ maps: join(directory, ".next") });
    const inngest = tasks ? await startInngest({}) : null;
    const port = await freePort();
    const home = await mkdtemp(join(tmpdir(), "stopping-"));
    const count = join(home, "count");
    writeFileSync(count, "0");
    const front = createServer();
    const url = `http://127.0.0.1:${await onLoopback(front)}`;
    const own = appEnv(sentry.facts, inngest?.facts ?? NO_INNGEST);
    const all = {
      ...own,
      ...(inngest ? {} : { INNGEST_EVENT_KEY: undefined }),
      FIRE_LIMIT_PER_MINUTE: "10000",
      APP_URL: url,
      COMMIT_SHA: "5709",
      STOPPING_COUNT: count,
      NODE_OPTIONS: `--require ${PRELOAD}`,
      ...env,
    };
    const set = Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined);
    const running = await startNext(directory, port, Object.fromEntries(set));
    const { pid } = running.child;
    if (pid === undefined) throw new Error("the app has no process");
    front.on("request", handOn(running, port, count));
    const caller = new Caller(url, own.ADMIN_TOKEN ?? "");
    const host = new StoppingHost(running, pid, front, home, sentry, inngest, caller);
    // Its first answers load code: they are not what is looked at.
    await (await host.caller.get("/api/health/live")).text();
    if (inngest) await control(inngest.facts.url, "sync", { app: `${url}/api/inngest` }, "POST");
    process.kill(pid, "SIGUSR2");
    return host;
  }

  /** Once the process is stopped (proc(5), the third field of stat), nothing is under way any more. */
  async stopped(): Promise<void> {
    for (;;) {
      const stat = await readFile(`/proc/${this.pid}/stat`, "utf8");
      if (/\) T /.test(stat)) return;
      await new Promise((again) => setTimeout(again, 20));
    }
  }

  /** Whether Sentry has an event that says this. */
  async has(text: string): Promise<boolean> {
    const events = await control<unknown[]>(this.sentry.facts.url, "events?limit=1000");
    return JSON.stringify(events).includes(text);
  }

  /** Once so many tasks have failed for good: the answer that said so came from an awake process. */
  async failed(count: number): Promise<void> {
    for (;;) {
      const { runs } = await control<{ runs: { Failed: number } }>(this.inngest?.facts.url ?? "", "stats");
      if (runs.Failed >= count) return;
      await new Promise((again) => setTimeout(again, 20));
    }
  }

  async stop(): Promise<void> {
    await this.running.stop("SIGKILL");
    this.front.closeAllConnections();
    this.front.close();
    await this.sentry.running.stop();
    await this.inngest?.running.stop();
    await rm(this.home, { recursive: true });
  }
}
