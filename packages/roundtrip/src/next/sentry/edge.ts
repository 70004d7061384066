import { traceSampler as sampler } from "#sentry/sdk/trace-sampler.js";

export { roundtripIntegration } from "#sentry/sdk/edge/integration.js";
export { secretsIntegration } from "./server.js";

/** For `tracesSampler` of the app's own Sentry.init in the edge runtime. @param rate 0 to 1 */
export const traceSampler = (rate: number) => sampler(rate);
