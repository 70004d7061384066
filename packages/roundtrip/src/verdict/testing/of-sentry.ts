/** Pages, settings, services and processes that Sentry has, and no other backend. */
const PLACES =
  /Stats & Usage|Subscription|Client Keys|Inbound Filters?|Security & Privacy|status\.sentry\.io|status page|spike protection|Allowed Domains|Client Security|personal (integration )?tokens?|internal integration|Custom Integrations|Safe Fields|Advanced Data Scrubbing|SLUG\.sentry|\bde\.sentry|account\/api|consumers|node storage|log of .*\b(relay|web)\b/gi;

/** The SDK is Sentry's on every backend, and so are the names of variables, files and checks. */
const OF_SDK =
  /@sentry\b|withSentryConfig|SENTRY_\w+|Sentry\.\w+|Sentry's (init|pino|SDK)|Sentry (SDK|middleware)|[Ss]tart Sentry|develop\.sentry\.dev|sentry\.(server|edge)\.config|sentry-\w+|\/sentry|SentryMiddleware|x-sentry/g;
/** What an answer says that Roundtrip could read from instead. */
const ELSEWHERE = /\ba Sentry or a Bugsink\b/g;

/** What a sentence for somebody who has another backend says that only Sentry has. */
export const ofSentryIn = (sentence: string): string[] => [
  ...(sentence.match(PLACES) ?? []),
  ...(sentence
    .replace(ELSEWHERE, "")
    .replace(OF_SDK, "")
    .match(/.{0,20}sentry.{0,20}/gi) ?? []),
];
