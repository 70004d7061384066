import { text } from "./text.js";

/** The trace and its spans. */
export const traced = {
  tracing_off: text(
    "captured",
    "SENTRY_TRACE_SAMPLE_RATE is {rate}, but the SDK of this process traces nothing.",
    "Set tracesSampleRate or tracesSampler in Sentry's init of this runtime. Where it is set, search for a second Sentry.init, or a set-up of OpenTelemetry, that runs earlier and has neither.",
  ),
  tracing_without_spans: text(
    "captured",
    "SENTRY_TRACE_SAMPLE_RATE is {rate}, but enableOpenTelemetrySetup is false in Sentry's init, so that the SDK does not take the spans that Next.js makes.",
    "Remove enableOpenTelemetrySetup: false from Sentry's init of the server (sentry.server.config.ts). If another OpenTelemetry set-up of yours must have these spans, set SENTRY_TRACE_SAMPLE_RATE to 0: the SDK takes none of them then.",
  ),
  no_trace: text(
    "captured",
    "The request that fired the check had no trace, so that its spans cannot be looked for.",
    "Start Sentry in the process that fires: register() in instrumentation.ts must import sentry.server.config.ts before the first request.",
  ),
  trace_sampled_out: text(
    "captured",
    "SENTRY_TRACE_SAMPLE_RATE is {rate}, but the SDK did not sample this check's trace. It must always sample it.",
    "Set tracesSampler to traceSampler(rate) of @roundtrip/next/sentry in Sentry's init, and keep ignoreSpans from matching whole requests. If both hold, the sampler did not see the caller's credentials, and sampled by chance. Set ADMIN_TOKEN, and fire again: `npm run verify -- --url URL`.",
  ),
  spans_not_stored: text(
    "stored",
    "The trace was sampled, but Sentry holds none of its spans.",
    "Look at spans in Stats & Usage: a spent quota, a key's limit, or the inbound filter for health checks (Settings, Inbound Filters) can take spans alone. If nothing shows, look at beforeSendSpan and ignoreSpans in Sentry's init.",
  ),
  trace_route_missing: text(
    "stored",
    "Sentry holds spans of this trace, but not the request's own.",
    "Look for what keeps that span from being sent: ignoreSpans or beforeSendSpan in Sentry's init, another set-up of OpenTelemetry in the process, or a server that was stopped before it could flush.",
  ),
  trace_task_missing: text(
    "stored",
    "Sentry holds the request's span, but not the task's.",
    "Add the Sentry middleware to the Inngest client (inngest/client.ts); where it is there, look whether the task's process ended before it could flush.",
  ),
  trace_broken: text(
    "matched",
    "The trace breaks between route and task: the task's spans lie on another trace ({trace}).",
    "Add the Sentry middleware to the Inngest client (inngest/client.ts) of the app that sends and of the one that runs tasks. Where it is your own, let transformSendEvent put the caller's trace into the event, and wrapRequest continue it.",
  ),
  trace_unlinked: text(
    "matched",
    "Route and task are on one trace, but the task's span does not lie in the route's.",
    "Send the headers of Sentry.getTraceData() with the Inngest event at the moment it is sent, inside the route's own span, as the Sentry middleware does; and keep ignoreSpans from dropping the spans in between.",
  ),
  trace_browser_apart: text(
    "matched",
    "A browser fired the check, but its trace did not reach the route: the route's span begins a trace of its own.",
    "Keep browserTracingIntegration in the browser's init, let tracePropagationTargets cover this app's own address, and look for a proxy that removes the headers sentry-trace and baggage.",
  ),
  trace_browser_missing: text(
    "stored",
    "The route's span names the browser's as its parent, but Sentry does not hold that one.",
    "Look in the browser's console for blocked requests to Sentry: an ad blocker, or a Content-Security-Policy without its origin in connect-src.",
  ),
  redis_spans_missing: text(
    "matched",
    "Runs are kept in Redis, but no Redis command is among the spans of this trace.",
    "Add Sentry.redisIntegration() to the integrations of the server's init, and start Sentry before ioredis is imported.",
  ),
  spans_at_rate_zero: text(
    "absent",
    "SENTRY_TRACE_SAMPLE_RATE is 0, but Sentry holds {spans} of this run: {what}.",
    "Set tracesSampler to traceSampler(rate) of @roundtrip/next/sentry in Sentry's init. Without it the SDK follows any caller whose header sentry-trace ends in -1. Otherwise look for another sampler, or a second SDK in the process.",
  ),
  spans_not_told_apart: text(
    "absent",
    "SENTRY_TRACE_SAMPLE_RATE is 0, and on the trace that the caller brought along Sentry holds {spans} that may be the caller's or this app's: {what}.",
    "Fire the check with a trace of its own: then every span on it is this app's. Use its button, or curl without the header sentry-trace, or this command: `npm run verify -- --url URL`.",
  ),
  spans_not_searchable: text(
    "stored",
    "This backend keeps no spans that could be searched; it is not proven whether the trace is stored.",
    "Read from a Sentry that has spans (SaaS, or a self-hosted one with them), or leave this check out: the others need none.",
  ),
  trace_browser_not_seen: text(
    "matched",
    "No browser fired the check, so that the way from a browser to the route was not looked at; the rest of the trace is proven.",
    "Fire the check by its button on /admin/sentry to prove the browser's part as well.",
  ),
};
