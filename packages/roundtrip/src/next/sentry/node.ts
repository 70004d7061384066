import { bearsToken } from "#access/bears-token.js";
import { TRACE_CHECK_TASK } from "#checks/trace-mark.js";
import { traceSampler as sampler } from "#sentry/sdk/trace-sampler.js";

export { roundtripIntegration } from "#sentry/sdk/node/integration.js";
export { secretsIntegration } from "./server.js";

/**
 * For `tracesSampler` of the app's own Sentry.init, where the check of tracing is used: it samples as `tracesSampleRate`
 * would, and always takes that check's own trace.
 * @param rate 0 to 1
 */
export const traceSampler = (rate: number) => sampler(rate, { admits: bearsToken, task: TRACE_CHECK_TASK });
