import { scrubbing } from "#sentry/scrub/integration.js";
import { settingsFromPage } from "#sentry/sdk/browser/settings.js";
import { traceSampler as sampler } from "#sentry/sdk/trace-sampler.js";
import type { Integration } from "#sentry/sdk/types.js";

export { roundtripIntegration } from "#sentry/sdk/browser/integration.js";
/** What the page says of SENTRY_DSN and the rest; null without a DSN. One build serves every environment. */
export { settingsFromPage as sentrySettings } from "#sentry/sdk/browser/settings.js";

/**
 * For `integrations` of the app's own Sentry.init in the browser: takes what looks like a secret out of everything that
 * the SDK sends; where SENTRY_SEND_DEFAULT_PII is false, personal data as well. A browser knows no secret of the server.
 */
export const secretsIntegration = (): Integration =>
  scrubbing({ secrets: [], sendDefaultPii: settingsFromPage()?.sendDefaultPii ?? true });

/** For `tracesSampler` of the app's own Sentry.init in the browser. @param rate 0 to 1 */
export const traceSampler = (rate: number) => sampler(rate);
