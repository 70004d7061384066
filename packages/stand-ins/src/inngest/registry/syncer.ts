import { anyAbort, untilAborted } from "@roundtrip/next/stand-ins";
import { z } from "zod";
import { fetchFailure } from "#inngest/reason.js";
import { Timers } from "#inngest/timers.js";
import type { Log } from "#inngest/wire/protocol.js";
import { signBody } from "#inngest/wire/signature.js";
import { normalAddress } from "./apps.js";

/** The app may be compiling its route for the first time, on a machine that gives it few turns. */
const SYNC_TIMEOUT_MS = 120_000;

export interface SyncResult {
  readonly ok: boolean;
  /** HTTP status of the app's answer; 0 when none came. */
  readonly status: number;
  readonly message: string;
}

export interface SyncerOptions {
  readonly signingKey: string | null;
  /** Waits between tries while the app is away, in milliseconds; the last one repeats. */
  readonly backoffMs: readonly number[];
  /** How often an app that registered is asked again, in milliseconds. 0: never, as a server that is no dev server. */
  readonly everyMs: number;
  readonly log: Log;
}

const answerSchema = z.looseObject({ message: z.string() });

/** Asks the app to register its functions until it does; after that a dev server alone goes on asking. */
export class Syncer {
  private readonly timers = new Timers();
  private underWay: Promise<SyncResult> | null = null;
  private failures = 0;
  private lastMessage = "";
  private closed = false;
  private readonly abort = new AbortController();
  /** While paused, only a commanded sync asks the app: forgotten functions stay forgotten. */
  paused = false;

  constructor(
    public app: string | null,
    private readonly options: SyncerOptions,
  ) {}

  /** Asks now, unless there is no app to ask or automatic syncing is paused. */
  async again(): Promise<void> {
    if (this.app !== null && !this.paused) await this.sync(this.app);
  }

  /** Asks this app once; keeps asking with back-off if it does not register. Calls at one time share one try. */
  sync(app: string): Promise<SyncResult> {
    if (this.underWay !== null && app === this.app) return this.underWay;
    this.app = app;
    this.timers.clear();
    const attempt = this.ask(app).then((result) => {
      if (this.underWay === attempt) this.underWay = null;
      this.plan(result);
      return result;
    });
    this.underWay = attempt;
    return attempt;
  }

  /** Stops automatic syncing, once a try under way has ended. */
  async pause(): Promise<void> {
    this.paused = true;
    await this.underWay;
  }

  close(): void {
    this.closed = true;
    this.abort.abort();
    this.timers.clear();
  }

  private plan(result: SyncResult): void {
    if (this.closed) return;
    this.failures = result.ok ? 0 : this.failures + 1;
    if (result.message !== this.lastMessage) {
      this.options.log(`sync with ${this.app}: ${result.ok ? "registered" : "not yet"} (${result.message})`);
    }
    this.lastMessage = result.message;
    const { backoffMs, everyMs } = this.options;
    const next = result.ok ? everyMs : (backoffMs[this.failures - 1] ?? backoffMs.at(-1) ?? 0);
    if (next <= 0) return;
    this.timers.clear();
    this.timers.after(next, () => {
      void this.again();
    });
  }

  private async ask(app: string): Promise<SyncResult> {
    const { signingKey } = this.options;
    const address = normalAddress(app);
    const body = JSON.stringify({ url: address });
    const signal = anyAbort(this.abort.signal, AbortSignal.timeout(SYNC_TIMEOUT_MS));
    try {
      const response = await fetch(address, {
        method: "PUT",
        body,
        redirect: "manual",
        signal,
        headers: {
          "content-type": "application/json",
          connection: "close",
          "x-inngest-server-kind": signingKey === null ? "dev" : "cloud",
          ...(signingKey === null ? {} : { "x-inngest-signature": signBody(body, signingKey, new Date()) }),
        },
      });
      const text = await untilAborted(response, signal).text();
      const said = answerSchema.safeParse(parseJson(text)).data?.message ?? `HTTP ${response.status}`;
      return { ok: response.status === 200, status: response.status, message: said };
    } catch (error) {
      return { ok: false, status: 0, message: fetchFailure(error) };
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
