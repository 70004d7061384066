export { waitUntilSent } from "#sentry/sdk/wait-until.js";
