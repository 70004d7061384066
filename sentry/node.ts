import * as Sentry from "@sentry/nextjs";
import { noteAsked } from "./asked";
import { ignoreTypes } from "./ignore";
import { witnessedTransport } from "./node-transport";
import { setWitnessProcess } from "./process";
import { installScrubber } from "./scrub";
import { commonOptions, IGNORED_TYPES, type SentrySettings } from "./settings";
import type { Admits } from "./trace-sampler";
import { waitUntilEventsSent } from "./wait-until";
import { createWitness, type Record } from "./witness";

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
