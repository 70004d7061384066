import * as Sentry from "@sentry/nextjs";
import type { SdkFacts } from "./facts.js";
import { type MakeIgnored, rehearse } from "./rehearsal.js";
import { wiringOf } from "./wiring.js";

/** The SDK's own, where its options name none. */
const DEFAULT_QUEUE = 64;
type Client = ReturnType<typeof Sentry.getClient>;
const has = (client: Client, name: string): boolean => client?.getIntegrationByName(name) !== undefined;

/**
 * Whether an integration of the SDK reports what the app logs.
 * @param asksForPino the app's own package.json names pino: what it logs never comes to the console's integration
 */
export const readsLog = (client: Client, asksForPino: boolean): boolean =>
  has(client, "Pino") || (has(client, "CaptureConsole") && !asksForPino);

/**
 * The installed pino, where the app logs through it as far as is known: it asks for pino itself, or its Sentry hears
 * pino alone, as where a logger of its monorepo brings it. Undefined where another package may have brought it.
 */
export function loggingPino(
  client: Client,
  installed: string | undefined,
  asksForPino: boolean,
): string | undefined {
  return asksForPino || (has(client, "Pino") && !has(client, "CaptureConsole")) ? installed : undefined;
}

/** The SDK keeps what it shares on the global object, under the exact version of its core. */
function cores(): string[] {
  const carrier: unknown = Reflect.get(globalThis, "__SENTRY__");
  if (typeof carrier !== "object" || carrier === null) return [];
  return Object.keys(carrier).filter((key) => /^\d+\.\d+\.\d+/.test(key));
}

/** Where the SDK of this runtime sends to in place of the DSN's host; undefined: to that host. */
export const sdkTunnel = (): string | undefined => Sentry.getClient()?.getOptions().tunnel;

/** What the app logs by. */
interface Logs {
  asksForPino: boolean;
}

/**
 * How the SDK stands in the runtime that asks.
 * @param dsn what SENTRY_DSN says
 * @param takes what the app takes of checks that run in this runtime: its logger's, and that of an error that it ignores
 */
export async function sdkFacts(
  dsn: string | undefined,
  { logs, ignored }: { logs?: Logs | false; ignored?: MakeIgnored | undefined } = {},
): Promise<SdkFacts> {
  const client = Sentry.getClient();
  const options = client?.getOptions();
  return {
    initialised: client?.getDsn() !== undefined,
    enabled: options?.enabled !== false,
    // What no variable says is compared with nothing. The SDK reads no further than the project's number.
    sameDsn: dsn === undefined || options?.dsn?.trimEnd() === dsn.trimEnd(),
    release: options?.release ?? null,
    environment: options?.environment ?? null,
    sampleRate: options?.sampleRate ?? 1,
    wiring: wiringOf(client),
    queue: options?.transportOptions?.bufferSize ?? DEFAULT_QUEUE,
    pino: logs ? readsLog(client, logs.asksForPino) : null,
    cores: cores(),
    rehearsed: client ? await rehearse(client, ignored) : [],
  };
}
