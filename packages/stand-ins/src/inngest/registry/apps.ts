import { type CronMatcher, parseCron } from "@roundtrip/next/stand-ins";
import {
  DEFAULT_RETRIES,
  type FunctionConfig,
  type InngestEvent,
  type Registration,
} from "#inngest/wire/protocol.js";

/** Configuration that changes when or whether a function runs, and that this executor does not follow. */
const UNSUPPORTED = ["batchEvents", "rateLimit", "throttle", "debounce", "priority", "singleton"] as const;

export interface RegisteredFunction {
  readonly config: FunctionConfig;
  readonly app: string;
  /** Where the app is called, once for each step. */
  readonly url: string;
  readonly retries: number;
  readonly crons: readonly { readonly schedule: string; readonly fires: CronMatcher }[];
  /** Names of its configuration that cannot be followed: every run of it fails, saying so. */
  readonly unsupported: readonly string[];
  readonly registeredAt: Date;
}

/** The functions that apps registered; an app's newer registration replaces its older one whole. */
export class Registry {
  private functions = new Map<string, RegisteredFunction>();

  /** Takes a registration. `modified`: something differs from before. Throws on a cron that cannot be read. */
  register(registration: Registration): { modified: boolean; functions: readonly RegisteredFunction[] } {
    const fresh = registration.functions.map((config) => describe(config, registration.appName));
    const before = this.fingerprint(registration.appName);
    for (const [id, known] of this.functions)
      if (known.app === registration.appName) this.functions.delete(id);
    for (const one of fresh) this.functions.set(one.config.id, one);
    return { modified: before !== this.fingerprint(registration.appName), functions: fresh };
  }

  get(id: string): RegisteredFunction | undefined {
    return this.functions.get(id);
  }

  all(): RegisteredFunction[] {
    return [...this.functions.values()];
  }

  /** The functions an event triggers, each with the expressions of which one must hold (none: always). */
  triggeredBy(event: InngestEvent): { fn: RegisteredFunction; expressions: readonly string[] }[] {
    return this.all().flatMap((fn) => {
      const triggers = fn.config.triggers.filter((one) => "event" in one && one.event === event.name);
      if (triggers.length === 0) return [];
      const expressions = triggers.flatMap((one) =>
        "event" in one && one.expression ? [one.expression] : [],
      );
      return [{ fn, expressions: expressions.length === triggers.length ? expressions : [] }];
    });
  }

  clear(): void {
    this.functions.clear();
  }

  private fingerprint(app: string): string {
    return JSON.stringify(
      this.all()
        .filter((one) => one.app === app)
        .map((one) => one.config),
    );
  }
}

function describe(config: FunctionConfig, app: string): RegisteredFunction {
  const step = config.steps.step ?? Object.values(config.steps)[0];
  if (step === undefined)
    throw new Error(`function ${config.id}: steps is empty, so there is no URL to call`);
  const crons = config.triggers.flatMap((one) => {
    if (!("cron" in one)) return [];
    try {
      return [{ schedule: one.cron, fires: parseCron(one.cron) }];
    } catch (error) {
      throw new Error(`function ${config.id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  const jitter = config.triggers.some((one) => "cron" in one && one.jitter !== undefined);
  const unsupported = UNSUPPORTED.filter((name) => config[name] !== undefined && config[name] !== null);
  return {
    config,
    app,
    url: normalAddress(step.runtime.url),
    retries: step.retries?.attempts ?? DEFAULT_RETRIES,
    crons,
    unsupported: [...unsupported, ...(jitter ? ["cron jitter"] : [])],
    registeredAt: new Date(),
  };
}

/** As Inngest's open server keeps an address: this machine has one name, and no default port is written. */
export function normalAddress(address: string): string {
  const url = new URL(address);
  if (url.hostname === "127.0.0.1" || url.hostname === "0.0.0.0") url.hostname = "localhost";
  return url.href;
}
