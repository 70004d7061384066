import type { init } from "@sentry/nextjs";

type Options = NonNullable<Parameters<typeof init>[0]>;
type Integrations = Extract<NonNullable<Options["integrations"]>, unknown[]>;

/** The deployed commit: COMMIT_SHA, or what the host calls it; "latest" where nobody says. */
export const COMMIT =
  process.env.COMMIT_SHA ||
  process.env.VERCEL_GIT_COMMIT_SHA ||
  process.env.GITHUB_SHA ||
  process.env.CI_COMMIT_SHA ||
  process.env.RENDER_GIT_COMMIT ||
  process.env.RAILWAY_GIT_COMMIT_SHA ||
  process.env.HEROKU_SLUG_COMMIT ||
  process.env.HEROKU_BUILD_COMMIT ||
  process.env.CF_PAGES_COMMIT_SHA ||
  process.env.COMMIT_REF ||
  process.env.SOURCE_VERSION ||
  "latest";

/** What SENTRY_SEND_DEFAULT_PII holds where it is switched off. */
export const OFF = /^(false|0|no|off|n|disabled)$/i;

/** Types of errors that are expected and never reported. */
export const IGNORED_TYPES: readonly string[] = ["ValidationError"];

/**
 * Ignores errors by their exact type. The SDK's `ignoreErrors` matches text: an error that only mentions the name in its
 * message would be lost as well.
 */
export const ignoreTypes = (types: readonly string[]): Integrations[number] => ({
  name: "IgnoreTypes",
  processEvent: (event) => (types.includes(event.exception?.values?.at(-1)?.type ?? "") ? null : event),
});

/** What the SDK collects where SENTRY_SEND_DEFAULT_PII is false: no addresses, cookies, bodies, queries or variables. */
export const WITHOUT_PERSONAL_DATA: NonNullable<Options["dataCollection"]> = {
  userInfo: false,
  cookies: false,
  httpHeaders: { request: { allow: ["user-agent", "content-type", "x-request-id"] }, response: false },
  httpBodies: [],
  urlQueryParams: false,
  graphQL: { document: false, variables: false },
  genAI: { inputs: false, outputs: false },
  databaseQueryData: false,
  queues: false,
  stackFrameVariables: false,
};
