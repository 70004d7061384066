import * as Sentry from "@sentry/nextjs";
import { wiringOf } from "#sentry/sdk/state/wiring.js";
import type { Wiring } from "#verdict/evidence/wiring.js";

interface BrowserSdk {
  /** false: it was started, and switched off. */
  enabled: boolean;
  /** Error sample rate, 0 to 1. */
  sampleRate: number;
  wiring: Wiring;
  /** The host that it sends to: of the option tunnel, or of the DSN that is in force. */
  sendsTo: string;
}

/** How this page's SDK stands; null where none was started. */
export function browserSdk(): BrowserSdk | null {
  const client = Sentry.getClient();
  const dsn = client?.getDsn();
  if (!client || !dsn) return null;
  const { enabled, sampleRate = 1, tunnel } = client.getOptions();
  const ofDsn = dsn.port ? `${dsn.host}:${dsn.port}` : dsn.host;
  const sendsTo = tunnel && URL.canParse(tunnel, location.href) ? new URL(tunnel, location.href).host : ofDsn;
  return { enabled: enabled !== false, sampleRate, wiring: wiringOf(client), sendsTo };
}
