import { taskId } from "./task-id.js";

/*
 * What the SDK's sampler, the route, the task and the page agree on about the trace check: they are bundled apart.
 */

export const TRACE_CHECK_PATH = "/api/health/sentry-trace";
/** The Inngest function's id within its app; the middleware names its span by both. */
export const TRACE_CHECK_TASK = taskId("trace");
/** The span that a browser puts around its request of the check. */
export const TRACE_CHECK_SPAN = "Roundtrip check sentry-trace";
/** The attribute by which spans are known as a run's: its value is the run's id. */
export const RUN_ATTRIBUTE = "check.run";
