import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { freePort } from "#stand-ins/port.js";
import { until } from "@/e2e/sabotage/ground";
import { type Running, start } from "@/local/processes";
import { cleanEnv } from "@/local/stack";
import type { Venv } from "./venv";

const Made = z.object({
  dsn: z.string(),
  token: z.string(),
  withoutEvents: z.string(),
  ofOther: z.string(),
  uploadOnly: z.string(),
});

/** A Bugsink of its own, with an empty database, on loopback. */
export class Bugsink {
  #running: Running | null = null;

  private constructor(
    private readonly venv: Venv,
    private readonly data: string,
    readonly url: string,
    private readonly env: Record<string, string | undefined>,
    readonly made: z.infer<typeof Made>,
  ) {}

  /** Makes its database, projects and tokens, and starts it as its documentation does: under gunicorn. */
  static async start(venv: Venv): Promise<Bugsink> {
    const data = await mkdtemp(join(tmpdir(), "roundtrip-bugsink-"));
    const url = `http://127.0.0.1:${await freePort()}`;
    const env = {
      ...cleanEnv(),
      PYTHONPATH: import.meta.dirname,
      PYTHONDONTWRITEBYTECODE: "1",
      DJANGO_SETTINGS_MODULE: "bugsink_conf",
      PEERS_DATA: data,
      PEERS_BASE_URL: url,
      PEERS_SECRET_KEY: randomBytes(32).toString("hex"),
    };
    try {
      manage(venv, env, ["migrate", "--noinput"]);
      manage(venv, env, ["migrate", "--noinput", "snappea", "--database=snappea"]);
      const setup = await readFile(join(import.meta.dirname, "bugsink_setup.py"), "utf8");
      const said = manage(venv, env, ["shell", "-c", setup]).trim().split("\n").at(-1) ?? "";
      const bugsink = new Bugsink(venv, data, url, env, Made.parse(JSON.parse(said)));
      await bugsink.up();
      return bugsink;
    } catch (error) {
      await rm(data, { recursive: true, force: true });
      throw error;
    }
  }

  /** Starts its server; without a worker it takes events, and never stores them. */
  async up(worker: "eager" | "absent" = "eager"): Promise<void> {
    const host = new URL(this.url).host;
    const args = ["--bind", host, "--workers", "2", "--no-control-socket", "bugsink.wsgi"];
    const env = { ...this.env, PEERS_WORKER: worker };
    const running = start("Bugsink", args, env, undefined, { program: this.venv.program("gunicorn") });
    this.#running = running;
    const isReady = async () => (await fetch(`${this.url}/health/ready`)).ok;
    await until(isReady, "Bugsink is ready").catch((error: Error) => {
      throw new Error(`${error.message}\n${running.tail()}`);
    });
  }

  async down(): Promise<void> {
    await this.#running?.stop();
    this.#running = null;
  }

  /** Its quota is exhausted for an hour, or not any more. */
  quota(state: "exhausted" | "free"): void {
    const until = state === "free" ? "None" : "timezone.now() + timedelta(hours=1)";
    const code = `from datetime import timedelta
from django.utils import timezone
from projects.models import Project
Project.objects.filter(slug="roundtrip").update(quota_exceeded_until=${until}, quota_exceeded_reason='["minute", 5, 1000]')`;
    manage(this.venv, this.env, ["shell", "-c", code]);
  }

  /** Variables that point an app at it. */
  appEnv(): Record<string, string | undefined> {
    const { dsn, token } = this.made;
    return { SENTRY_DSN: dsn, SENTRY_URL: this.url, SENTRY_ORG: undefined, SENTRY_API_TOKEN: token };
  }

  /** Its DSN with parts of it changed. */
  dsn(change: { key?: string; project?: string; host?: string }): string {
    const own = new URL(this.made.dsn);
    return `http://${change.key ?? own.username}@${change.host ?? own.host}/${change.project ?? own.pathname.slice(1)}`;
  }

  async stop(): Promise<void> {
    await this.down();
    await rm(this.data, { recursive: true, force: true });
  }
}

function manage(venv: Venv, env: Record<string, string | undefined>, args: string[]): string {
  const done = spawnSync(venv.program("bugsink-manage"), args, {
    env: env as NodeJS.ProcessEnv,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`bugsink-manage ${args[0]} failed:\n${done.stderr.slice(-2_000)}`);
  return done.stdout;
}
