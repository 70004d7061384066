/** `@roundtrip/next/inngest`: for an app that has Inngest. Nothing else of Roundtrip imports that package. */
export { APP as appId } from "#inngest/app.js";
export { SentryMiddleware } from "#inngest/middleware.js";
export { fetchOut } from "#network/egress.js";
export { inngestRoute } from "./handlers/inngest.js";
export type { HostTasks } from "./tasks/host.js";
export { roundtripTasks } from "./tasks/make.js";
