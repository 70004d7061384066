import * as Sentry from "@sentry/nextjs";
import type { SdkFacts } from "@/checks/doctor-facts";

/** The SDK keeps what it shares on the global object, under the exact version of its core. */
function cores(): string[] {
  const carrier: unknown = Reflect.get(globalThis, "__SENTRY__");
  if (typeof carrier !== "object" || carrier === null) return [];
  return Object.keys(carrier).filter((key) => /^\d+\.\d+\.\d+/.test(key));
}

/**
 * How the SDK stands in the runtime that asks.
 * @param dsn what SENTRY_DSN says
 */
export function sdkFacts(dsn: string | undefined): SdkFacts {
  const client = Sentry.getClient();
  const options = client?.getOptions();
  return {
    initialised: client?.getDsn() !== undefined,
    enabled: options?.enabled !== false,
    sameDsn: options?.dsn === dsn,
    release: options?.release ?? null,
    environment: options?.environment ?? null,
    sampleRate: options?.sampleRate ?? 1,
    cores: cores(),
  };
}
