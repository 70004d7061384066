import * as Sentry from "@sentry/nextjs";
import { BROWSER_FACTS, BROWSER_MARK, type BrowserSdk } from "#checks/browser-mark.js";
import { installScrubber } from "#sentry/scrub/envelopes.js";
import { ignoreTypes } from "#sentry/sdk/drops/ignore.js";
import { commonOptions, IGNORED_TYPES } from "#sentry/sdk/settings.js";
import { lacking, noteAsked } from "#sentry/sdk/state/asked.js";
import { settingsFromPage } from "./settings.js";
import { installBrowserWitness, witnessedFetchTransport } from "./witness.js";

/** A server error reaches the browser again, minified and with a digest: the server has reported it already. */
function isServerError(error: unknown): boolean {
  return typeof error === "object" && error !== null && typeof Reflect.get(error, "digest") === "string";
}

/** Starts the browser SDK with what the page says. */
export function startBrowser(): void {
  // Loaded when the doctor asks: pages need not carry it.
  Reflect.set(globalThis, BROWSER_FACTS, async () => (await import("./facts.js")).browserFacts());
  const settings = settingsFromPage();
  if (!settings) return;
  const options: Parameters<typeof Sentry.init>[0] = {
    ...commonOptions(settings),
    transport: witnessedFetchTransport,
    integrations: [ignoreTypes(IGNORED_TYPES)],
    beforeSend: (event, hint) => (isServerError(hint.originalException) ? null : event),
  };
  Sentry.init(noteAsked(options));
  const client = Sentry.getClient();
  if (!client) return;
  const { enabled, sampleRate = 1 } = client.getOptions();
  Reflect.set(globalThis, BROWSER_MARK, {
    enabled: enabled !== false,
    sampleRate,
    // Asked when somebody looks: a later init may have replaced this client.
    lacks: () => lacking(Sentry.getClient()),
  } satisfies BrowserSdk);
  installScrubber(client, { secrets: [], sendDefaultPii: settings.sendDefaultPii });
  installBrowserWitness(client);
}
