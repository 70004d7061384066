import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { EvidenceOf } from "#verdict/evidence/kinds.js";
import { accepted, type Case, missed, sdk, situation, soon, taken, task } from "#verdict/testing/cases.js";
import { BROWSER, fact, later } from "#verdict/testing/runs.js";

const answered = (
  status: number,
  cause: CauseCode,
  change: Partial<EvidenceOf<"rejected">> = {},
  more: Partial<Case> = {},
): Case =>
  situation(
    `ingest answers ${[status, ...Object.values(change), ...Object.keys(change), ...Object.values(more.run ?? {})].join(", ")}`,
    (run) => [...taken(run), fact(run, "rejected", { status, ...change })],
    "fail",
    cause,
    { ...soon, ...more },
  );
const unsent = (code: string, cause: CauseCode): Case =>
  situation(
    `nothing is sent: ${code}`,
    (run) => [...taken(run), fact(run, "not_sent", { code })],
    "fail",
    cause,
    soon,
  );
const droppedAs = (reason: string, cause: CauseCode, by: string | null = null): Case =>
  situation(
    `the SDK drops it: ${reason}, by ${by ?? "nobody known"}`,
    (run) => [...taken(run), fact(run, "dropped", { reason, by })],
    "fail",
    cause,
    soon,
  );
const notQueued = (code: string, cause: CauseCode): Case =>
  situation(
    `Inngest does not take the task: ${code}`,
    (run) => [fact(run, "not_queued", { code, detail: "no route to host" })],
    "fail",
    cause,
    { ...task, ...soon },
  );

/** Runs that Inngest, the SDK or Sentry refused: decided at once. */
export const REFUSED: readonly Case[] = [
  notQueued("unreachable", "inngest_unreachable"),
  notQueued("no_event_key", "inngest_key_missing"),
  notQueued("key_rejected", "inngest_key_rejected"),
  notQueued("http_500", "inngest_error"),
  notQueued("no_task", "task_not_made"),
  situation(
    "a second hand-over to Inngest succeeds",
    (run) => [fact(run, "not_queued"), fact(run, "queued")],
    "pending",
    null,
    { ...task, ...soon },
  ),
  situation(
    "Inngest seemed to refuse, yet the task was called",
    (run) => [fact(run, "not_queued"), fact(run, "task_called")],
    "pending",
    null,
    { ...task, ...soon },
  ),

  situation("no DSN, seen at once", (run) => [fact(run, "raised")], "fail", "dsn_absent", {
    ...soon,
    run: sdk({ dsn: "absent", initialised: false }),
  }),
  situation("no DSN, in a task that raised", (run) => [fact(run, "raised")], "fail", "dsn_absent", {
    ...soon,
    ...task,
    run: sdk({ dsn: "absent", initialised: false }),
  }),
  situation("no DSN, in a task not called yet", (run) => [fact(run, "queued")], "pending", null, {
    ...soon,
    ...task,
    run: sdk({ dsn: "absent", initialised: false }),
  }),
  situation(
    "a malformed DSN, with which the SDK captures and sends nothing",
    taken,
    "fail",
    "dsn_malformed",
    { ...soon, run: sdk({ dsn: "malformed" }) },
  ),
  situation(
    "a DSN, and an SDK that was not started",
    (run) => [fact(run, "raised")],
    "fail",
    "sdk_not_started",
    { ...soon, run: sdk({ initialised: false }) },
  ),
  situation("an SDK that was started after the firing", taken, "pending", null, {
    ...soon,
    run: sdk({ initialised: false }),
  }),

  answered(302, "ingest_redirected"),
  answered(400, "ingest_bad_request", { detail: "invalid envelope" }),
  answered(400, "project_not_found", { detail: "unknown Project id" }),
  answered(401, "dsn_rejected"),
  answered(403, "dsn_rejected"),
  answered(404, "project_not_found"),
  answered(413, "ingest_too_large"),
  answered(418, "ingest_unexpected"),
  answered(429, "ingest_rate_limited", { rateLimits: "60:error:key" }),
  ...[400, 401, 403, 405, 406, 429].flatMap((status) => [
    answered(status, "ingest_foreign", { foreign: true, detail: "<html>" }),
    answered(status, "tunnel_refused", { foreign: true, tunnel: true }),
  ]),
  answered(403, "dsn_rejected", { foreign: true, detail: "<html>" }, { run: { backend: "bugsink" } }),
  answered(403, "dsn_rejected", { tunnel: true, detail: '{"detail":"ProjectId"}' }),
  answered(404, "project_not_found", { foreign: true, detail: "<html>" }),
  answered(413, "ingest_too_large", { foreign: true, detail: "<html>" }),
  answered(404, "tunnel_refused", { foreign: true, tunnel: true }),
  answered(404, "tunnel_refused", { foreign: true, tunnel: true }, { run: { backend: "bugsink" } }),
  answered(302, "tunnel_refused", { foreign: true, tunnel: true }),
  answered(
    404,
    "tunnel_refused",
    { ...BROWSER, foreign: true, tunnel: true },
    { check: "sentry-browser", run: { backend: "bugsink" } },
  ),
  answered(413, "tunnel_refused", { foreign: true, tunnel: true }),
  answered(500, "tunnel_refused", { foreign: true, tunnel: true }),
  answered(500, "ingest_server_error"),
  answered(503, "ingest_server_error"),
  ...["ENOTFOUND", "ECONNREFUSED", "DEPTH_ZERO_SELF_SIGNED_CERT"].map((code) =>
    situation(
      `nothing is sent to the tunnel: ${code}`,
      (run) => [...taken(run), fact(run, "not_sent", { code, tunnel: true })],
      "fail",
      "tunnel_unreachable",
      soon,
    ),
  ),
  unsent("ENOTFOUND", "ingest_unresolved"),
  unsent("EAI_AGAIN", "ingest_unresolved"),
  unsent("ECONNREFUSED", "ingest_refused"),
  unsent("ENETUNREACH", "ingest_refused"),
  unsent("DEPTH_ZERO_SELF_SIGNED_CERT", "ingest_tls"),
  unsent("CERT_HAS_EXPIRED", "ingest_tls"),
  unsent("ERR_TLS_CERT_ALTNAME_INVALID", "ingest_tls"),
  unsent("EPROTO", "ingest_tls"),
  droppedAs("before_send", "dropped_before_send"),
  droppedAs("callback_error", "dropped_threw"),
  droppedAs("callback_error", "dropped_threw", "LinkedErrors"),
  droppedAs("event_processor", "dropped_ignored", "the list of ignored types"),
  droppedAs("event_processor", "dropped_ignored", "ignoreErrors /^Roundtrip/"),
  droppedAs("event_processor", "dropped_ignored", "denyUrls or allowUrls"),
  droppedAs("event_processor", "dropped_processor", "Dedupe"),
  droppedAs("event_processor", "dropped_processor"),
  situation(
    "the SDK drops a second report as a repetition of the first",
    (run) => [
      ...accepted(run).filter((one) => one.kind !== "accepted"),
      fact(run, "captured", { at: later(25) }),
      fact(run, "dropped", { by: "Dedupe", repeat: true }),
    ],
    "pending",
    null,
    soon,
  ),
  situation(
    "the SDK drops a second report by a processor of the app",
    (run) => [
      ...taken(run),
      fact(run, "captured", { at: later(25) }),
      fact(run, "dropped", { by: "Mine", repeat: true }),
    ],
    "pending",
    null,
    soon,
  ),
  situation(
    "the SDK of the firing process is switched off, and another process takes the error",
    (run) => [fact(run, "raised", { process: "p2" }), fact(run, "captured", { process: "p2" })],
    "pending",
    null,
    { ...task, ...soon, run: sdk({ enabled: false }) },
  ),
  situation(
    "the SDK of the firing process is switched off, and what another took is never seen again",
    (run) => [fact(run, "raised", { process: "p2" }), fact(run, "captured", { process: "p2" }), missed(run)],
    "fail",
    "sdk_disabled",
    { ...task, run: sdk({ enabled: false }) },
  ),
  situation("the SDK is switched off, and takes errors all the same", taken, "fail", "sdk_disabled", {
    ...soon,
    run: sdk({ enabled: false }),
  }),
  situation(
    "the SDK is switched off in the edge runtime alone",
    (run) => [...taken(run), fact(run, "sdk_seen", { process: "e1", runtime: "edge", enabled: false })],
    "fail",
    "sdk_disabled",
    { ...soon, check: "sentry-edge" },
  ),
  droppedAs("sample_rate", "dropped_sampled"),
  droppedAs("queue_overflow", "dropped_overflow"),
  droppedAs("buffer_overflow", "dropped_overflow"),
  droppedAs("ratelimit_backoff", "dropped_backoff"),
  droppedAs("send_error", "ingest_too_large"),
  droppedAs("internal_sdk_error", "dropped_other"),
  situation(
    "refused once and accepted the second time",
    (run) => [...accepted(run), fact(run, "rejected")],
    "pending",
    null,
    soon,
  ),
  situation(
    "refused, and later dropped for the back-off: the refusal is the reason",
    (run) => [
      ...taken(run),
      fact(run, "rejected", { status: 429 }),
      fact(run, "dropped", { reason: "ratelimit_backoff", at: later(300) }),
    ],
    "fail",
    "ingest_rate_limited",
    { now: later(400) },
  ),
  situation(
    "one event refused, the run's other dropped for the back-off: the refusal is the reason",
    (run) => [
      ...taken(run),
      fact(run, "rejected", { status: 429 }),
      fact(run, "raised", { role: "unserializable" }),
      fact(run, "captured", { role: "unserializable" }),
      fact(run, "dropped", { role: "unserializable", reason: "ratelimit_backoff", at: later(300) }),
    ],
    "fail",
    "ingest_rate_limited",
    { now: later(400), check: "sentry-extra" },
  ),
  situation(
    "one event dropped for the back-off, the other under way: the refusal may still be told",
    (run) => [
      ...taken(run),
      fact(run, "dropped", { reason: "ratelimit_backoff", at: later(300) }),
      fact(run, "raised", { role: "unserializable" }),
      fact(run, "captured", { role: "unserializable" }),
    ],
    "pending",
    null,
    { now: later(400), check: "sentry-extra" },
  ),
  situation(
    "refused twice: the newest refusal counts",
    (run) => [
      ...taken(run),
      fact(run, "rejected", { status: 500 }),
      fact(run, "rejected", { status: 413, at: later(300) }),
    ],
    "fail",
    "ingest_too_large",
    { now: later(400) },
  ),
  situation(
    "refused, after the deadline: still the refusal",
    (run) => [...taken(run), fact(run, "rejected"), missed(run)],
    "fail",
    "dsn_rejected",
  ),
];
