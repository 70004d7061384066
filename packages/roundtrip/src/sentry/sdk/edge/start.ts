import * as Sentry from "@sentry/nextjs";
import { installScrubber } from "#sentry/scrub/envelopes.js";
import { ignoreTypes } from "#sentry/sdk/drops/ignore.js";
import { commonOptions, IGNORED_TYPES, type SentrySettings } from "#sentry/sdk/settings.js";
import { noteAsked } from "#sentry/sdk/state/asked.js";
import { createWitness } from "#sentry/sdk/witness.js";
import { keepEdgeEvidence } from "./evidence.js";
import { watchSending } from "./sending.js";

/**
 * Starts the edge SDK and its witness, which keeps what it sees until a route hands it over.
 * @param secrets values that must not leave this process
 */
export function startEdge(settings: SentrySettings, secrets: readonly string[]): void {
  const witness = createWitness(keepEdgeEvidence, "edge");
  watchSending(witness, settings.dsn);
  const options: Parameters<typeof Sentry.init>[0] = {
    ...commonOptions(settings),
    integrations: [ignoreTypes(IGNORED_TYPES)],
  };
  Sentry.init(noteAsked(options));
  const client = Sentry.getClient();
  if (!client) return;
  installScrubber(client, { secrets, sendDefaultPii: settings.sendDefaultPii });
  witness.install(client);
}
