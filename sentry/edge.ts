import * as Sentry from "@sentry/nextjs";
import { noteAsked } from "./asked";
import { keepEdgeEvidence } from "./edge-evidence";
import { watchSending } from "./edge-sending";
import { ignoreTypes } from "./ignore";
import { installScrubber } from "./scrub";
import { commonOptions, IGNORED_TYPES, type SentrySettings } from "./settings";
import { createWitness } from "./witness";

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
