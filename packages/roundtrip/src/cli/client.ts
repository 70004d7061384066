import { z } from "zod";
import { MOUNT } from "#checks/mount/addresses.js";
import { baseOf } from "#cli/http/base.js";
import { notOurs, read, stranger } from "#cli/http/read-answer.js";
import { type Asked, type Fetched, request } from "#cli/http/request.js";
import { type DoctorAnswer, DoctorAnswerSchema } from "#doctor/finding.js";
import {
  type HealthAnswer,
  HealthAnswerSchema,
  type MintedAnswer,
  MintedAnswerSchema,
  type MintRequest,
  type RunAnswer,
  RunAnswerSchema,
  type VerifyRequest,
} from "#verdict/answer.js";
import type { Submission } from "#verdict/evidence/submissions.js";
import { type SyncAnswer, SyncAnswerSchema } from "#verdict/inngest/sync.js";
import { type Clock, systemClock } from "./clock.js";
import { waitOf } from "./wait.js";

/** Anonymous callers of `status` learn nothing but this. */
const AnonymousSchema = z.object({ status: z.enum(["pass", "warn", "fail"]) });

/** A base path or a language, and a slash. */
const MOST_REDIRECTS = 3;
const FIRE_TIMEOUT_MS = 30_000;
const LOOK_TIMEOUT_MS = 10_000;
/** The app ends its own examination within ten seconds, and repeats it once where answers came too late. */
const DOCTOR_TIMEOUT_MS = 30_000;
/** An answer that takes longer may look as if nothing happened at all. */
const SLOW_MS = 5_000;
/** Added to the seconds that a long poll asks the server to wait. */
const POLL_SLACK_MS = 5_000;

export interface Target {
  /** Address of the app; a path is kept, as a proxy may have it that takes it away. */
  url: string;
  /** The API's mount point; `/api/health` if not given. */
  api?: string | undefined;
  token?: string | null | undefined;
  signal?: AbortSignal | undefined;
  /** Seconds that the caller has for verdicts: the firing may take as long. */
  wait?: number | undefined;
  /** The machine's own by default. */
  clock?: Clock | undefined;
  /** Called where an answer takes more than some seconds, other than a run's, which is held back on purpose. */
  onSlow?: (() => void) | undefined;
}

export interface Client {
  /** Fires every check as one request and does not wait for verdicts; the runs are kept under the nonce. */
  fire(body: VerifyRequest, nonce: string): Promise<HealthAnswer>;
  /**
   * @param wait whole seconds that the server may hold the answer back while the run is pending, 0 to 60
   * @param nonce that it was fired under
   * @returns the run as it stands; `retryAfterMs` where too many wait already, and this is no time to ask again
   */
  run(id: string, wait: number, nonce: string): Promise<{ run: RunAnswer; retryAfterMs: number | null }>;
  /** A run whose errors a browser raises. */
  mint(body: MintRequest, nonce: string): Promise<MintedAnswer>;
  /** Says of such a run what was seen here; admitted by the run's own capability. */
  submit(id: string, capability: string, submissions: readonly Submission[]): Promise<void>;
  /** Which deployment answers; null when the server does not tell us. */
  deployment(): Promise<Pick<HealthAnswer, "releaseId" | "environment"> | null>;
  /** The release that answers, as `project@commit`; null when the server does not tell us. */
  release(): Promise<string | null>;
  /** What the app finds when it examines its set-up. Fires nothing. */
  doctor(): Promise<DoctorAnswer>;
  /** Makes the app register its functions with Inngest. */
  sync(): Promise<SyncAnswer>;
}

/** How a path below the mount point is asked for; what a redirect says of the app's addresses is learnt once, whatever else it says is for people. */
function askerOf(target: Target, clock: Clock) {
  const base = baseOf(target.url);
  return async (path: string, more: Omit<Asked, "address" | "clock">): Promise<Fetched> => {
    const whole = `${target.api ?? MOUNT.api}/sentry${path}`;
    for (let hops = 0; ; hops += 1) {
      const answer = await request({ ...more, clock, address: base.of(whole) });
      const isElsewhere = answer.status >= 300 && answer.status < 400 && answer.madeFor !== "another";
      if (!isElsewhere || hops >= MOST_REDIRECTS || !base.learn(whole, answer.location)) return answer;
    }
  };
}

/** Speaks the app's contract. Every method throws CannotRun when the answer is not one of Roundtrip's. */
export function client(target: Target): Client {
  const { token, signal, clock = systemClock } = target;
  const fireMs = Math.max(FIRE_TIMEOUT_MS, waitOf(target) * 1000);
  const asked = askerOf(target, clock);
  const ask = async (
    method: "GET" | "POST",
    path: string,
    timeoutMs: number,
    body?: unknown,
    nonce?: string,
  ): Promise<Fetched> => {
    const disarm = clock.after(SLOW_MS, () => target.onSlow?.());
    try {
      return await asked(path, { token, signal, method, timeoutMs, body, nonce });
    } finally {
      disarm();
    }
  };
  const deployment = async () => {
    const answer = await ask("GET", "/status", LOOK_TIMEOUT_MS);
    const either = z.union([HealthAnswerSchema, AnonymousSchema]);
    const status = read(answer, [200, 503], either, target);
    return "releaseId" in status ? status : null;
  };

  return {
    async fire(body, nonce) {
      const answer = await ask("POST", "/verify", fireMs, body, nonce);
      return read(answer, [200, 503], HealthAnswerSchema, target);
    },
    async run(id, wait, nonce) {
      const path = `/runs/${encodeURIComponent(id)}?wait=${wait}`;
      const timeoutMs = wait * 1000 + POLL_SLACK_MS;
      const answer = await asked(path, { token, signal, method: "GET", timeoutMs });
      const run = read(answer, [200], RunAnswerSchema, target);
      if (run.id !== id) throw stranger(answer, "it sent another run than the one asked for");
      if (run.nonce !== nonce) throw notOurs(answer, run.id);
      return { run, retryAfterMs: answer.retryAfterMs };
    },
    async mint(body, nonce) {
      const answer = await ask("POST", "/runs", fireMs, body, nonce);
      return read(answer, [201], MintedAnswerSchema, target);
    },
    async submit(id, capability, submissions) {
      const headers = { "x-check-token": capability };
      const path = `/runs/${encodeURIComponent(id)}/evidence`;
      await asked(path, { method: "POST", headers, timeoutMs: LOOK_TIMEOUT_MS, body: submissions });
    },
    deployment,
    async release() {
      return (await deployment())?.releaseId ?? null;
    },
    async doctor() {
      const answer = await ask("GET", "/doctor", DOCTOR_TIMEOUT_MS);
      return read(answer, [200], DoctorAnswerSchema, target);
    },
    async sync() {
      return read(await ask("POST", "/sync", FIRE_TIMEOUT_MS), [200], SyncAnswerSchema, target);
    },
  };
}
