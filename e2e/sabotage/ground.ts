import { z } from "zod";
import { DEFAULT_CHECKS, findCheck } from "#checks/catalogue.js";
import { type DoctorAnswer, DoctorAnswerSchema } from "#doctor/finding.js";
import {
  type HealthAnswer,
  HealthAnswerSchema,
  ProblemSchema,
  type RunAnswer,
  RunAnswerSchema,
} from "#verdict/answer.js";
import { ROOT } from "@/local/root";
import { type Stack, startStack } from "@/local/stack";
import { answered } from "../answered";
import { FAULT_PATH } from "./altered/patches";
import { Chromium } from "./browser";

/** Causes that are decided only at the deadline must not take five minutes each. */
export const DEADLINE_S = 20;
/** All others are decided long before; a busy machine must not make a pass late. */
const FAR_S = 240;
/** How long `verify` waits: the deadline, its last look, and a slow machine. */
const WAIT_S = 240;
const BASE = {
  RUN_DEADLINE_SECONDS: String(FAR_S),
  FIRE_LIMIT_PER_MINUTE: "10000",
  FIRE_LIMIT_PER_HOUR: "1000000",
};

const Stored = z.array(
  z.object({
    event: z.looseObject({
      event_id: z.string(),
      message: z.string().nullish(),
      exception: z.looseObject({ values: z.array(z.looseObject({ value: z.string().nullish() })) }).nullish(),
    }),
  }),
);

const messageIn = ({ exception, message }: z.infer<typeof Stored>[number]["event"]): string =>
  exception?.values.at(-1)?.value ?? message ?? "";

type Env = Readonly<Record<string, string | undefined>>;

/** The system that is broken on purpose: both stand-ins and the app, steered from outside. */
export class Ground {
  #env: Env = {};
  #spoilt = false;
  /** Inngest holds something else than the healthy app would register. */
  #unsynced = false;
  /** Undoes what a sabotage set up outside the stack. */
  readonly #mend: (() => Promise<unknown>)[] = [];

  /** Started when the first sabotage needs it. */
  readonly browser: Chromium;

  private constructor(
    readonly stack: Stack,
    /** Where the code that runs lies. */
    readonly directory: string,
    private readonly original: Readonly<Record<string, string>>,
  ) {
    this.browser = new Chromium(stack.url, stack.token);
  }

  /**
   * @param directory where the build is; the repository's own by default
   * @param env variables that differ from the stack's own, such as those of another backend
   */
  static async start(directory?: string, env: Env = {}): Promise<Ground> {
    const stack = await startStack({ env: { ...BASE, ...env }, ...(directory ? { directory } : {}) });
    const ground = new Ground(stack, directory ?? ROOT, stack.env);
    // The first answers of a new server are slow, which is not what is looked at here.
    await ground.verify(DEFAULT_CHECKS);
    return ground;
  }

  /** Everything well again, the app started anew only when its variables differ or its process is spoilt. */
  async prepare(env: Env): Promise<void> {
    if (this.#unsynced) {
      // What the healthy app registers, and not what it would with the variables of the next sabotage.
      await this.#runWith({});
      await this.inngest("POST", "sync", {});
      this.#unsynced = false;
    }
    await this.#runWith(env);
  }

  async #runWith(env: Env): Promise<void> {
    const changed = new Set([...Object.keys(env), ...Object.keys(this.#env)]);
    const differs = [...changed].some(
      (name) => name in env !== name in this.#env || env[name] !== this.#env[name],
    );
    if (!differs && !this.#spoilt) return;
    const back = Object.fromEntries(Object.keys(this.#env).map((name) => [name, this.original[name]]));
    await this.stack.restart({ ...back, ...env });
    this.#env = env;
    this.#spoilt = false;
  }

  /** Wakes a fault that the code reads anew each time, until all is mended. */
  async choose(fault: string): Promise<void> {
    const tell = async (name: string) => {
      const { status } = await this.#ask(FAULT_PATH, { method: "PUT", body: name });
      if (status !== 204) throw new Error(`${FAULT_PATH} answered ${status}`);
    };
    this.onMend(() => tell(""));
    await tell(fault);
  }

  async stop(): Promise<void> {
    await this.browser.end();
    await this.stack.stop();
  }

  /** Makes Inngest ask the app anew before the next sabotage. */
  syncLater(): void {
    this.#unsynced = true;
  }

  /** Makes the app register itself, as `roundtrip sync` does. */
  async sync(): Promise<void> {
    const response = await this.#ask("/api/health/sentry/sync", { method: "POST" });
    if (!response.ok) throw new Error(`sync answered ${response.status}: ${await response.text()}`);
    this.syncLater();
  }

  spoil(): void {
    this.#spoilt = true;
  }

  onMend(undo: () => Promise<unknown>): void {
    this.#mend.push(undo);
  }

  async mend(): Promise<void> {
    for (const undo of this.#mend.splice(0)) await undo();
    await this.sentry("POST", "reset", {});
    await this.inngest("POST", "reset", {});
  }

  /** Tells the Sentry stand-in to misbehave; see packages/stand-ins/src/sentry/control/schema.ts. */
  sentry(method: "PUT" | "POST", verb: string, body: unknown): Promise<void> {
    return control(`${this.stack.sentry.url}/_control/${verb}`, method, body);
  }

  /** Tells the Inngest stand-in to misbehave; see packages/stand-ins/src/inngest/mode.ts. */
  inngest(method: "PUT" | "POST", verb: string, body: unknown): Promise<void> {
    return control(`${this.stack.inngest.url}/_control/${verb}`, method, body);
  }

  /** A DSN like the stack's own, with parts of it changed. */
  dsn(change: { key?: string; origin?: string; project?: string }): string {
    const url = new URL(change.origin ?? this.stack.sentry.url);
    const own = new URL(this.stack.sentry.dsn);
    return `${url.protocol}//${change.key ?? own.username}@${url.host}/${change.project ?? own.pathname.slice(1)}`;
  }

  /** What `verify` answers when it must refuse; an answer that is no problem has an empty detail. */
  async refusal(): Promise<{ status: number; detail: string }> {
    const response = await this.#ask("/api/health/sentry/verify", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    const body = ProblemSchema.safeParse(await response.json());
    return { status: response.status, detail: body.success ? body.data.detail : "" };
  }

  /** Fires checks through `POST verify` and waits for their verdicts. */
  async verify(checks: readonly string[], expect?: object): Promise<{ status: number; body: HealthAnswer }> {
    const response = await this.#ask("/api/health/sentry/verify", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ checks, wait: WAIT_S, ...(expect ? { expect } : {}) }),
    });
    return { status: response.status, body: await answered(response, HealthAnswerSchema, "verify") };
  }

  async run(id: string, waitS = 0): Promise<RunAnswer> {
    const response = await this.#ask(`/api/health/sentry/runs/${id}?wait=${waitS}`);
    return answered(response, RunAnswerSchema, `run ${id}`);
  }

  /** The run once it is decided; as it stands when that takes longer than any machine is slow. */
  async decided(id: string): Promise<RunAnswer> {
    const end = Date.now() + WAIT_S * 1_000;
    for (;;) {
      const answer = await this.run(id, 60);
      if (answer.verdict !== "pending" || Date.now() > end) return answer;
    }
  }

  /** What `roundtrip doctor` is told. */
  async doctor(): Promise<DoctorAnswer> {
    const response = await this.#ask("/api/health/sentry/doctor");
    return answered(response, DoctorAnswerSchema, "the doctor");
  }

  /** What the newest events say that the local Sentry holds, by their ids. */
  async stored(): Promise<Map<string, string>> {
    const response = await fetch(`${this.stack.sentry.url}/_control/events?limit=10000`);
    return new Map(
      (await answered(response, Stored, "the local Sentry")).map(({ event }) => [
        event.event_id,
        messageIn(event),
      ]),
    );
  }

  /** Fires one check at its own address, and does not wait for its verdict. */
  async fireOne(name: string): Promise<string> {
    const response = await this.#ask(findCheck(name)?.path ?? `/api/health/${name}`);
    await response.body?.cancel();
    const run = response.headers.get("x-check-run");
    if (!run) throw new Error(`${name} answered ${response.status} without naming its run`);
    return run;
  }

  #ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${this.stack.token}`);
    return fetch(`${this.stack.url}${path}`, { ...init, headers, signal: AbortSignal.timeout(300_000) });
  }
}

async function control(url: string, method: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
}

/** Waits until `look` answers something, asking again and again; an error after `ms`. */
export async function until<T>(
  look: () => Promise<T | null | false | undefined>,
  what: string,
  ms = 120_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const seen = await look().catch(() => null);
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`waited ${ms / 1000} s in vain until ${what}`);
    await new Promise((wait) => setTimeout(wait, 100));
  }
}
