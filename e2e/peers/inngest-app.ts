import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appIdOf } from "#config/app/id.js";
import { Caller } from "@/e2e/stack/client";
import { firstLine, type Running, start } from "@/local/processes";
import { ROOT } from "@/local/root";
import { appEnv, cleanEnv, startNext, startSentry } from "@/local/stack";
import type { InngestServer } from "./inngest-server";

type Env = Record<string, string>;

/** The app on the port where an Inngest server looks for it, beside the local Sentry. */
export class InngestApp {
  #app: Running | null = null;

  private constructor(
    readonly caller: Caller,
    private readonly server: InngestServer,
    private readonly env: Env,
    private readonly sentry: Running,
    private readonly data: string,
  ) {}

  static async start(server: InngestServer): Promise<InngestApp> {
    const data = await mkdtemp(join(tmpdir(), "roundtrip-peer-"));
    const sentry = await startSentry({ maps: join(ROOT, ".next") });
    const { url, eventKey, signingKey } = server;
    const all = appEnv(sentry.facts, { url, eventKey, signingKey: signingKey ?? "" });
    const { INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY, INNGEST_BASE_URL, ...rest } = all;
    const own = {
      COMMIT_SHA: "p33r",
      STORE_URL: `file:${join(data, "runs.db")}`,
      RUN_DEADLINE_SECONDS: "60",
      FIRE_LIMIT_PER_MINUTE: "1000",
    };
    // A dev server takes unsigned calls, which the app admits under `next dev` alone.
    const env = signingKey === null ? { ...rest, ...own, INNGEST_DEV: url } : { ...all, ...own };
    const caller = new Caller(`http://127.0.0.1:${server.appPort}`, all.ADMIN_TOKEN ?? "");
    const app = new InngestApp(caller, server, env, sentry.running, data);
    await app.up({});
    return app;
  }

  /** Under which Inngest knows it. */
  get id(): string {
    return appIdOf(this.env);
  }

  /** Starts the app anew with these variables changed. */
  async up(changes: Env): Promise<void> {
    await this.#app?.stop();
    const env = { ...this.env, ...changes };
    this.#app =
      this.server.mode === "dev"
        ? await startDev(this.server.appPort, env)
        : await startNext(ROOT, this.server.appPort, env);
  }

  /** Makes the app register itself, as `roundtrip sync` does. */
  async sync(): Promise<void> {
    const response = await this.caller.get("/api/health/sentry/sync", { method: "POST" });
    if (!response.ok) throw new Error(`sync answered ${response.status}: ${await response.text()}`);
  }

  async stop(): Promise<void> {
    await this.#app?.stop();
    await this.sentry.stop();
    await rm(this.data, { recursive: true, force: true });
  }
}

async function startDev(port: number, env: Env): Promise<Running> {
  const next = join(ROOT, "node_modules/next/dist/bin/next");
  const args = [next, "dev", ROOT, "-H", "127.0.0.1", "-p", String(port)];
  const running = start("next dev", args, { ...cleanEnv(), ...env, NODE_ENV: "development" });
  await firstLine(running, (line) => (/Ready in/.test(line) ? true : null));
  return running;
}
