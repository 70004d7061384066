import * as Sentry from "@sentry/nextjs";
import { installScrubber } from "#sentry/scrub/envelopes.js";
import { ignoreTypes } from "#sentry/sdk/drops/ignore.js";
import { setWitnessProcess } from "#sentry/sdk/process.js";
import { commonOptions, IGNORED_TYPES, type SentrySettings } from "#sentry/sdk/settings.js";
import { noteAsked } from "#sentry/sdk/state/asked.js";
import type { Admits } from "#sentry/sdk/trace-sampler.js";
import { waitUntilEventsSent } from "#sentry/sdk/wait-until.js";
import { createWitness, type Record } from "#sentry/sdk/witness.js";
import { witnessedTransport } from "./transport.js";

/**
 * Starts the Node SDK and its witness.
 * @param secrets values that must not leave this process
 * @param admits whose requests of the trace check are traced without limit
 */
export function startNode(
  settings: SentrySettings,
  record: Record,
  secrets: readonly string[],
  admits?: Admits,
): void {
  const witness = createWitness(record);
  setWitnessProcess(witness.process);
  const options: Parameters<typeof Sentry.init>[0] = {
    ...commonOptions(settings, admits),
    includeServerName: settings.sendDefaultPii,
    transport: witnessedTransport(witness),
    integrations: [
      ignoreTypes(IGNORED_TYPES),
      Sentry.pinoIntegration({ error: { levels: ["error", "fatal"] } }),
      Sentry.redisIntegration(),
    ],
  };
  Sentry.init(noteAsked(options));
  const client = Sentry.getClient();
  if (!client) return;
  installScrubber(client, { secrets, sendDefaultPii: settings.sendDefaultPii });
  waitUntilEventsSent(client);
  witness.install(client);
}
