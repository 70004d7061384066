import type { Intake } from "#inngest/events/intake.js";
import type { EventStore } from "#inngest/events/store.js";
import type { Journal } from "#inngest/journal.js";
import type { Misbehaviour, Mode, ModeRequest } from "#inngest/mode.js";
import type { Registry } from "#inngest/registry/apps.js";
import type { Schedule } from "#inngest/registry/schedule.js";
import type { Syncer, SyncResult } from "#inngest/registry/syncer.js";
import type { Dispatcher } from "#inngest/runs/dispatcher.js";
import type { Executor } from "#inngest/runs/executor.js";
import { type RunView, viewRun } from "#inngest/runs/run.js";
import type { RunStore } from "#inngest/runs/store.js";
import type { RunStatus } from "#inngest/wire/protocol.js";

/** All parts of one running stand-in. */
export interface Parts {
  readonly registry: Registry;
  readonly runStore: RunStore;
  readonly executor: Executor;
  readonly dispatcher: Dispatcher;
  readonly schedule: Schedule;
  readonly intake: Intake;
  readonly events: EventStore;
  readonly journal: Journal;
  readonly mode: Misbehaviour;
  readonly syncer: Syncer;
  /** The newest lines of the log, oldest first. */
  readonly logLines: () => readonly string[];
}

export interface Stats {
  readonly mode: Mode["mode"];
  readonly events: { readonly received: number; readonly duplicates: number };
  /** HTTP calls made to the app. */
  readonly calls: number;
  readonly runs: Readonly<Record<RunStatus, number>>;
  /** Ids of the registered functions. */
  readonly functions: readonly string[];
}

/** Commands for tests and demos; the same over HTTP under `/_control`. */
export class Control {
  constructor(private readonly parts: Parts) {}

  /** Throws a ZodError naming the field that is wrong. */
  mode(request: ModeRequest): Mode {
    return this.parts.mode.set(request);
  }

  /** Back to normal, functions included; `clear` also forgets runs, events, keys, counts and fired cron minutes. */
  async reset(options: { clear?: boolean } = {}): Promise<void> {
    const { mode, syncer, executor, runStore, intake, events, dispatcher, schedule } = this.parts;
    if (options.clear) {
      executor.drop();
      for (const part of [runStore, events, intake, dispatcher, schedule]) part.clear();
    }
    mode.set({ mode: "normal" });
    const wasPaused = syncer.paused;
    syncer.paused = false;
    if (wasPaused) await syncer.again();
  }

  /** As a restart of a server whose queue is in memory: apps and events stay, what was under way is gone. */
  restart(): void {
    const { runStore, executor, intake, dispatcher } = this.parts;
    runStore.dropRunning();
    executor.drop();
    for (const part of [intake, dispatcher]) part.clear();
  }

  /** Forgets all functions; they come back by a commanded sync, a reset, or when an app registers by itself. */
  async unregister(): Promise<void> {
    await this.parts.syncer.pause();
    this.parts.registry.clear();
  }

  /** Asks the app (the one given, else the one known) to register now. Throws when no app is known. */
  async sync(app?: string): Promise<SyncResult> {
    const target = app ?? this.parts.syncer.app;
    if (target === null) throw new Error("no app to sync with: start with --app, or name it as {app}");
    this.parts.syncer.paused = false;
    return this.parts.syncer.sync(target);
  }

  /** Evaluates cron triggers as if the clock showed the minute of `at`; gives the ids of functions fired. */
  tick(at: Date): string[] {
    return this.parts.schedule.tick(at);
  }

  /** Newest first. */
  runs(limit?: number): RunView[] {
    return this.parts.runStore.newest(limit).map(viewRun);
  }

  stats(): Stats {
    const { mode, intake, executor, runStore, registry } = this.parts;
    return {
      mode: mode.current.mode,
      events: { received: intake.received, duplicates: intake.duplicates },
      calls: executor.calls,
      runs: runStore.countByStatus(),
      functions: registry.all().map((fn) => fn.config.id),
    };
  }
}
