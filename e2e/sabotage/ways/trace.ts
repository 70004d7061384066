import type { Ground } from "../ground";
import { type DoctorSays, each, fail, finds, pass, type Sabotage, warn } from "../sabotage";

const TRACE = "sentry-trace";
const RATE = { SENTRY_TRACE_SAMPLE_RATE: "0.1" };
/** Decided at the deadline by all that is there then: time that a busy machine gets to call the task and to send its spans. */
const PATIENT = { ...RATE, RUN_DEADLINE_SECONDS: "60" };
const ZERO = { SENTRY_TRACE_SAMPLE_RATE: "0" };
const traced = warn("matched", "trace_browser_not_seen");
const ingest = (fault: object) => (ground: Ground) => ground.sentry("PUT", "ingest", fault);

/** A fault of the code, at a rate that would lose most traces by chance. */
const code = (
  when: string,
  fault: string,
  cause: ReturnType<typeof fail>,
  doctor: DoctorSays,
  env: object = RATE,
): Sabotage => ({
  when,
  fault,
  doctor,
  env: { ...env },
  steps: [{ checks: { ...each(cause, TRACE), ...each(pass, "sentry") } }],
});

/** The trace from route to task, and the rate that decides about it. */
export const tracing: readonly Sabotage[] = [
  {
    when: "When nothing is broken at a trace sample rate of 0.1",
    doctor: "well",
    env: RATE,
    steps: [{ checks: each(traced, TRACE) }],
  },
  {
    when: "When Sentry takes errors and limits spans",
    doctor: "only by firing",
    env: PATIENT,
    alone: true,
    steps: [
      {
        break: ingest({ mode: "limit", categories: ["span"] }),
        checks: {
          [TRACE]: fail("stored", "spans_not_stored"),
          ...each(pass, "sentry"),
        },
      },
    ],
  },
  {
    when: "When Sentry drops everything at a trace sample rate of 0.1",
    doctor: "only by firing",
    env: RATE,
    steps: [{ break: ingest({ mode: "drop" }), checks: each(fail("stored", "accepted_not_stored"), TRACE) }],
  },
  code(
    "When the SDK is told to leave OpenTelemetry alone",
    "no-open-telemetry",
    fail("captured", "tracing_without_spans"),
    finds("sdk_node_no_open_telemetry", /^sentry\.server\.config\.ts: remove enableOpenTelemetrySetup/),
  ),
  code(
    "When the Inngest middleware does not continue the trace",
    "breaks-trace",
    fail("matched", "trace_broken"),
    "only by firing",
  ),
  code(
    "When the task's trace is handed on under another parent",
    "other-parent",
    fail("matched", "trace_unlinked"),
    "only by firing",
    PATIENT,
  ),
  code(
    "When the SDK's sampler decides by chance",
    "traces-by-chance",
    fail("captured", "trace_sampled_out"),
    finds("sdk_node_sampler_own_way", /tracesSampler/),
  ),
  code(
    "When the SDK traces nothing though the rate is above 0",
    "no-tracing",
    fail("captured", "tracing_off"),
    finds("sdk_node_tracing_off", /tracesSampleRate/),
  ),
  code(
    "When the SDK ignores its own spans",
    "ignores-spans",
    fail("captured", "trace_sampled_out"),
    finds("sdk_node_ignores_spans", /ignoreSpans/),
  ),
  code(
    "When the SDK's sampler ignores a rate of 0",
    "traces-all",
    fail("absent", "spans_at_rate_zero"),
    finds("sdk_node_sampler_own_way", /tracesSampler/),
    ZERO,
  ),
  code(
    "When the sampler ignores a rate of 0, and spans lose the mark of their run",
    "traces-all-unmarked",
    fail("absent", "spans_at_rate_zero"),
    finds("sdk_node_sampler_own_way", /tracesSampler/),
    ZERO,
  ),
];
