import { createAdaptorServer } from "@hono/node-server";
import { Control, type Parts } from "#inngest/control/state.js";
import { Intake } from "#inngest/events/intake.js";
import { EventStore, type KeptEvent } from "#inngest/events/store.js";
import { Registry } from "#inngest/registry/apps.js";
import { Schedule } from "#inngest/registry/schedule.js";
import { Syncer, type SyncResult } from "#inngest/registry/syncer.js";
import { Dispatcher } from "#inngest/runs/dispatcher.js";
import { Executor } from "#inngest/runs/executor.js";
import { RunStore } from "#inngest/runs/store.js";
import { Caller } from "#inngest/wire/caller.js";
import type { Log } from "#inngest/wire/protocol.js";
import { isSigningKey } from "#inngest/wire/signature.js";
import { Journal } from "./journal.js";
import { listen } from "./listen.js";
import { Misbehaviour } from "./mode.js";
import { routes } from "./routes.js";

/** Shorter than a real server's, which asks once a minute; an app that is slow to start is not asked in vain for long. */
const SYNC_BACKOFF_MS = [200, 500, 1_000, 2_000, 5_000];
/** A dev server asks its apps this often; a server that is none never asks again. */
const DEV_RESYNC_MS = 5_000;
const MAX_LOG_LINES = 1_000;

export interface InngestOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** URL of the app's Inngest route; it is asked to register until it does. */
  readonly app?: string;
  /** `signkey-<environment>-<hex>`. Without one nothing is signed (the SDK's dev mode). */
  readonly signingKey?: string;
  /** Without one any key is good. */
  readonly eventKey?: string;
  /**
   * Waits before a function's first, second… retry, in milliseconds; the last one repeats. Without them as long as a
   * real server waits: half a minute before the first.
   */
  readonly backoffMs?: readonly number[];
  /** Waits between tries to sync while the app is away, in milliseconds; the last one repeats. */
  readonly syncBackoffMs?: readonly number[];
  /** How often a registered app is asked again, in milliseconds; 0: never. By default as a real server of this kind. */
  readonly resyncMs?: number | undefined;
  /** A file that keeps apps and events over a restart of the process. */
  readonly keep?: string;
  /** How long a call to the app may take, in milliseconds. */
  readonly callTimeoutMs?: number;
  readonly log?: Log;
}

export interface InngestServer {
  /** `http://127.0.0.1:<port>`: INNGEST_BASE_URL for the app. */
  readonly url: string;
  /** A key that this server takes. */
  readonly eventKey: string;
  readonly signingKey: string | null;
  readonly control: Control;
  /** Asks the app to register now; `ok` is false, and it keeps trying, when it does not. */
  sync(app?: string): Promise<SyncResult>;
  /** Stops all timers and calls in waiting, and closes the port. */
  close(): Promise<void>;
}

/** Starts a local Inngest on loopback. Throws on a malformed signing key, and with code EADDRINUSE. */
export async function startInngest(options: InngestOptions = {}): Promise<InngestServer> {
  const signingKey = options.signingKey ?? null;
  if (signingKey !== null && !isSigningKey(signingKey)) {
    throw new Error("signing key must look like signkey-test-<hex>, with an even number of hex digits");
  }
  const { parts, log } = assemble(options, signingKey);
  const { registry, executor, events, journal, schedule, intake, syncer } = parts;
  remember(parts);
  const control = new Control(parts);
  const app = routes(
    {
      eventKey: options.eventKey ?? null,
      signingKey,
      log,
      onEvents: (payload, seed) => {
        const { ids, fresh } = intake.accept(payload, seed);
        for (const one of fresh) {
          events.add(one);
          journal.event(one);
          setImmediate(() => deliver(parts, one, log));
        }
        return ids;
      },
    },
    parts,
    control,
  );
  const server = await listen(createAdaptorServer({ fetch: app.fetch }), options.port ?? 0);
  schedule.follow();
  if (syncer.app !== null) void syncer.again();
  return {
    url: server.url,
    eventKey: options.eventKey ?? "local-event-key",
    signingKey,
    control,
    sync: (target) => control.sync(target),
    close: async () => {
      schedule.stop();
      syncer.close();
      executor.close();
      registry.clear();
      await server.close();
    },
  };
}

function deliver({ dispatcher }: Parts, { event, internalId }: KeptEvent, log: Log): void {
  log(`event ${event.name} ${event.id}`);
  if (!dispatcher.dispatch(event, internalId))
    log(`event ${event.name} ${event.id}: no function is registered for it`);
}

/** What an earlier process has kept. */
function remember({ journal, registry, events }: Parts): void {
  for (const line of journal.read()) {
    if ("app" in line) registry.register(line.app);
    else events.add(line.event);
  }
}

function assemble(options: InngestOptions, signingKey: string | null): { parts: Parts; log: Log } {
  const lines: string[] = [];
  const log: Log = (line) => {
    lines.push(line);
    if (lines.length > MAX_LOG_LINES) lines.shift();
    options.log?.(line);
  };
  const registry = new Registry();
  const runStore = new RunStore();
  const mode = new Misbehaviour();
  const caller = new Caller({ signingKey, timeoutMs: options.callTimeoutMs ?? 120_000, log });
  const syncer = new Syncer(options.app ?? null, {
    signingKey,
    backoffMs: options.syncBackoffMs ?? SYNC_BACKOFF_MS,
    everyMs: options.resyncMs ?? (signingKey === null ? DEV_RESYNC_MS : 0),
    log,
  });
  const executor: Executor = new Executor({
    registry,
    runStore,
    caller,
    mode,
    backoffMs: options.backoffMs,
    log,
    emit: (event) => dispatcher.dispatch(event),
  });
  const dispatcher = new Dispatcher({ registry, runStore, executor, log });
  const schedule = new Schedule(registry, executor, log);
  const intake = new Intake();
  const parts = {
    registry,
    runStore,
    executor,
    dispatcher,
    schedule,
    intake,
    events: new EventStore(),
    journal: new Journal(options.keep ?? null),
    mode,
    syncer,
    logLines: () => lines,
  };
  return { parts, log };
}
