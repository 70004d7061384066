import { scrubbing } from "#sentry/scrub/integration.js";
import { traceSampler as sampler } from "#sentry/sdk/trace-sampler.js";
import type { Integration } from "#sentry/sdk/types.js";

export { roundtripIntegration } from "#sentry/sdk/browser/integration.js";

/**
 * For `integrations` of the app's own Sentry.init in the browser: takes what looks like a secret out of everything that
 * the SDK sends. A browser knows no secret of the server.
 * @param personalData false: personal data is taken out as well
 */
export const secretsIntegration = ({ personalData = true }: { personalData?: boolean } = {}): Integration =>
  scrubbing({ secrets: [], sendDefaultPii: personalData });

/** For `tracesSampler` of the app's own Sentry.init in the browser. @param rate 0 to 1 */
export const traceSampler = (rate: number) => sampler(rate);
