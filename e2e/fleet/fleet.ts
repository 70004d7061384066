import { join } from "node:path";
import { freePort } from "#stand-ins/port.js";
import { type LocalRedis, startRedis } from "#store/testing/redis.js";
import type { Running } from "@/local/processes";
import { ROOT } from "@/local/root";
import {
  appEnv,
  type InngestFacts,
  type SentryFacts,
  startInngest,
  startNext,
  startSentry,
} from "@/local/stack";
import { Caller, control } from "../stack/client";
import { Front } from "./front";

interface Instance {
  port: number;
  /** Where its build is. */
  directory: string;
  running: Running | null;
}

/** Several instances of the built app over one Redis, behind one address, with both stand-ins. */
export class Fleet {
  readonly #started: { stop(): Promise<void> }[] = [];

  private constructor(
    readonly redis: LocalRedis,
    readonly front: Front,
    readonly sentry: SentryFacts,
    readonly inngest: InngestFacts,
    readonly env: Readonly<Record<string, string>>,
    private readonly instances: readonly Instance[],
  ) {}

  /** @param builds where each instance's build is, if it is not the repository's own, and the source maps of all */
  static async start(
    size: number,
    env: Readonly<Record<string, string>> = {},
    { directories = [], maps = join(ROOT, ".next") }: { directories?: readonly string[]; maps?: string } = {},
  ): Promise<Fleet> {
    const ports: number[] = [];
    while (ports.length < size) ports.push(await freePort());
    const redis = await startRedis();
    const front = await Front.start(ports);
    const [sentry, inngest] = await Promise.all([startSentry({ maps }), startInngest({})]);
    const all = {
      ...appEnv(sentry.facts, inngest.facts),
      COMMIT_SHA: "f1ee7",
      STORE_URL: redis.url,
      APP_URL: front.url,
      FIRE_LIMIT_PER_MINUTE: "10000",
      FIRE_LIMIT_PER_HOUR: "1000000",
      ...env,
    };
    const instances = ports.map((port, at) => ({ port, directory: directories[at] ?? ROOT, running: null }));
    const fleet = new Fleet(redis, front, sentry.facts, inngest.facts, all, instances);
    fleet.#started.push(sentry.running, inngest.running, front, { stop: () => redis.remove() });
    try {
      await Promise.all(instances.map((_, index) => fleet.revive(index)));
      await fleet.register();
    } catch (error) {
      await fleet.stop();
      throw error;
    }
    return fleet;
  }

  /** Speaks to one instance, whatever the front prefers. */
  caller(index: number): Caller {
    return new Caller(`http://127.0.0.1:${this.#at(index).port}`, this.env.ADMIN_TOKEN ?? "");
  }

  /** Speaks to whichever instance the front hands it to, as everybody outside does. */
  outside(): Caller {
    return new Caller(this.front.url, this.env.ADMIN_TOKEN ?? "");
  }

  isAlive(index: number): boolean {
    return this.#at(index).running !== null;
  }

  /** Of the instances that live. */
  pids(): number[] {
    return this.instances.flatMap(({ running }) => running?.child.pid ?? []);
  }

  /** SIGKILL: nothing gets the chance to say goodbye. */
  async kill(index: number): Promise<void> {
    const instance = this.#at(index);
    const { running } = instance;
    instance.running = null;
    await running?.stop("SIGKILL");
  }

  /** @param change variables that differ from the others', as those of another deployment; undefined unsets one */
  async revive(index: number, change: Readonly<Record<string, string | undefined>> = {}): Promise<void> {
    const instance = this.#at(index);
    const env = Object.entries({ ...this.env, ...change }).filter(([, value]) => value !== undefined);
    instance.running ??= await startNext(
      instance.directory,
      instance.port,
      Object.fromEntries(env) as Record<string, string>,
    );
  }

  /** Everybody behaves again. */
  async mend(): Promise<void> {
    this.redis.resume();
    await Promise.all([
      control(this.sentry.url, "reset", {}, "POST"),
      control(this.inngest.url, "reset", {}, "POST"),
    ]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.instances.map(({ running }) => running?.stop("SIGKILL")));
    await Promise.all(this.#started.map((one) => one.stop()));
  }

  #at(index: number): Instance {
    const instance = this.instances[index];
    if (!instance) throw new Error(`there is no instance ${index}`);
    return instance;
  }

  /** Inngest can call nothing before one of them has registered its functions. */
  private async register(): Promise<void> {
    const app = `${this.front.url}/api/inngest`;
    for (const until = Date.now() + 60_000; Date.now() < until; ) {
      const { ok } = await control<{ ok: boolean }>(this.inngest.url, "sync", { app }, "POST");
      if (ok) return;
      await new Promise((wait) => setTimeout(wait, 200));
    }
    throw new Error("no instance registered its functions with Inngest within a minute");
  }
}
