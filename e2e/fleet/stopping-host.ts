import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "#stand-ins/port.js";
import type { Running } from "@/local/processes";
import { appEnv, startNext, startSentry } from "@/local/stack";
import { Caller, control } from "../stack/client";
import { pass } from "./keeping-front";

const PRELOAD = resolve(import.meta.dirname, "stopping.cjs");
/** What wakes the process is repeated, since it may have come a moment before the process stopped. */
const WAKE_MS = 20;
/** No task is part of it: Inngest's calls would wake the process. */
const NO_INNGEST = {
  url: "http://127.0.0.1:9",
  eventKey: "",
  signingKey: `signkey-test-${randomBytes(32).toString("hex")}`,
};

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
    readonly caller: Caller,
  ) {}

  /** @param directory where the build is */
  static async start(
    directory: string,
    env: Readonly<Record<string, string | undefined>>,
  ): Promise<StoppingHost> {
    const sentry = await startSentry({ maps: join(directory, ".next") });
    const port = await freePort();
    const home = await mkdtemp(join(tmpdir(), "stopping-"));
    const count = join(home, "count");
    writeFileSync(count, "0");
    const front = createServer();
    front.listen(0, "127.0.0.1");
    await once(front, "listening");
    const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
    const own = appEnv(sentry.facts, NO_INNGEST);
    const all = {
      ...own,
      INNGEST_EVENT_KEY: undefined,
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
    let handedOn = 0;
    front.on("request", (request, response) => {
      handedOn += 1;
      writeFileSync(count, String(handedOn));
      running.child.kill("SIGCONT");
      const waking = setInterval(() => running.child.kill("SIGCONT"), WAKE_MS);
      response.once("close", () => clearInterval(waking));
      pass(port, request, response);
    });
    const host = new StoppingHost(running, pid, front, home, sentry, new Caller(url, own.ADMIN_TOKEN ?? ""));
    // Its first answers load code: they are not what is looked at.
    await (await host.caller.get("/api/health/live")).text();
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

  async stop(): Promise<void> {
    await this.running.stop("SIGKILL");
    this.front.closeAllConnections();
    this.front.close();
    await this.sentry.running.stop();
    await rm(this.home, { recursive: true });
  }
}
