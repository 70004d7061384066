import type { Finding } from "#doctor/finding.js";
import type { TracingFacts } from "#sentry/sdk/state/facts.js";

const warn = (code: string, title: string, what: string, change: string): Finding => ({
  code,
  level: "warn",
  title,
  what,
  why: "Traces say something else than SENTRY_TRACE_SAMPLE_RATE, and the check of the trace fails.",
  change,
});

/** Whether the Node SDK would do with the trace check's request what SENTRY_TRACE_SAMPLE_RATE says. */
export function examineTracing(facts: TracingFacts | null): Finding[] {
  if (!facts) return [];
  const { rate, openTelemetry, on, ignoredBy } = facts;
  if (rate > 0 && !openTelemetry)
    return [
      warn(
        "sdk_node_no_open_telemetry",
        "The SDK does not take the spans of Next.js",
        "enableOpenTelemetrySetup is false in Sentry.init().",
        "sentry.server.config.ts: remove enableOpenTelemetrySetup: false from Sentry.init(). If another OpenTelemetry set-up of yours must stay: SENTRY_TRACE_SAMPLE_RATE=0",
      ),
    ];
  if (rate > 0 && !on)
    return [
      warn(
        "sdk_node_tracing_off",
        "The SDK traces nothing",
        `SENTRY_TRACE_SAMPLE_RATE is ${rate}, but the SDK has neither tracesSampleRate nor tracesSampler.`,
        "sentry.server.config.ts: give Sentry.init() tracesSampleRate, and tracesSampler: traceSampler(rate) from @roundtrip/next/sentry",
      ),
    ];
  if (ignoredBy !== null && rate > 0)
    return [
      warn(
        "sdk_node_ignores_spans",
        "The SDK ignores spans that the check needs",
        `ignoreSpans holds ${ignoredBy}, which matches the check's own request.`,
        "sentry.server.config.ts: narrow ignoreSpans in Sentry.init()",
      ),
    ];
  return sampling(facts);
}

function sampling({ rate, sampled, on }: TracingFacts): Finding[] {
  const meant = rate > 0;
  const does = sampled === true || sampled === 1;
  const doesNot = sampled === false || sampled === 0;
  if (!on || (meant ? does : doesNot)) return [];
  return [
    warn(
      "sdk_node_sampler_own_way",
      "The SDK's sampler does not follow SENTRY_TRACE_SAMPLE_RATE",
      `At a rate of ${rate} it ${sampled === null ? "throws" : `answers ${sampled}`} for the check's own request, which must ${meant ? "always" : "never"} be traced.`,
      "sentry.server.config.ts: tracesSampler: traceSampler(rate) from @roundtrip/next/sentry, in place of the one in Sentry.init()",
    ),
  ];
}
