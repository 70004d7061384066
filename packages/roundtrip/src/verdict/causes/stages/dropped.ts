import { text } from "./text.js";

/** The SDK made an event, and dropped it. */
export const dropped = {
  dropped_before_send: text(
    "captured",
    "The SDK dropped the event: beforeSend returned nothing for it.",
    "Let beforeSend in Sentry's init (sentry.server.config.ts, for the edge sentry.edge.config.ts) return every event whose tag named check is set.",
  ),
  dropped_threw: text(
    "captured",
    "The SDK dropped the event: {by} threw an error while handling it.",
    "Correct what throws there. To see its error, catch it in that function and log it: the SDK does not log it.",
  ),
  dropped_ignored: text(
    "captured",
    "The SDK dropped the event: a rule of its init matched it ({by}).",
    "Narrow that rule in Sentry's init so that it matches only what it means; /^TypeName(:|$)/ in ignoreErrors matches one type of errors.",
  ),
  dropped_processor: text(
    "captured",
    "The SDK dropped the event: an event processor returned nothing for it ({by}).",
    "Let that processor return every event whose tag named check is set. A name is an integration's, in Sentry's init; one of a scope was added by addEventProcessor: search the code for it.",
  ),
  browser_before_send: text(
    "captured",
    "The browser's SDK dropped the event: beforeSend returned nothing for it.",
    "Let beforeSend of the browser's init (instrumentation-client.ts) return every event whose tag named check is set.",
  ),
  browser_threw: text(
    "captured",
    "The browser's SDK dropped the event: {by} threw an error while handling it.",
    "Correct what throws there (the browser's init: instrumentation-client.ts). To see its error, catch it in that function and log it: the SDK does not log it.",
  ),
  browser_ignored: text(
    "captured",
    "The browser's SDK dropped the event: a rule of its init matched it ({by}).",
    "Narrow that rule in the browser's init (instrumentation-client.ts) so that it matches only what it means.",
  ),
  browser_processor: text(
    "captured",
    "The browser's SDK dropped the event: an event processor returned nothing for it ({by}).",
    "Let that processor return every event whose tag named check is set. A name is an integration's, in the browser's init (instrumentation-client.ts); one of a scope was added by addEventProcessor: search the code for it.",
  ),
  dropped_sampled: text(
    "captured",
    "The SDK dropped the event by chance: the error sample rate is {rate}.",
    "Remove sampleRate from Sentry's init of this runtime, or set it to 1: it loses errors on purpose.",
  ),
  dropped_overflow: text(
    "captured",
    "The SDK dropped the event: its send queue was full.",
    "Look whether Sentry answers this server slowly, at the host in SENTRY_DSN: `curl -v https://HOST`. Look for what reports many errors at once. Then raise transportOptions.bufferSize in Sentry's init (64 where it is not set).",
  ),
  dropped_backoff: text(
    "captured",
    "The SDK dropped the event without sending it, because it was still waiting after a rate limit of Sentry's.",
    "Open Stats & Usage in Sentry, which says what limit was hit. Raise the quota, or the key's limit (Settings, Projects, Client Keys, Configure), or send less. The wait ends by itself, after 60 seconds unless Sentry named another time.",
  ),
  dropped_other: text(
    "captured",
    "The SDK dropped the event: {reason}.",
    "Read what the reason means under Client Reports in Sentry's SDK documentation (develop.sentry.dev), and look in Sentry's init for the option or the integration that it names.",
  ),
};
