import { BOUNDARY_ROLE, BY_POLICY, TOO_SLOW } from "#checks/browser-mark.js";
import type { Check } from "#checks/check.js";
import { FROM_CACHE } from "#checks/nonce.js";
import { isDeafPino } from "#checks/versions.js";
import type { Cause } from "#verdict/answer.js";
import { type CauseCode, cause } from "#verdict/causes/catalogue.js";
import { type EvidenceOf, NO_SDK, ofKind, type ReadFailure } from "#verdict/evidence/kinds.js";
import { isLate, isPassing, isUnsent, TLS } from "#verdict/evidence/network.js";
import type { PartCase } from "#verdict/evidence/outcome.js";
import type { Run } from "#verdict/run.js";

/** Error codes of Node's network layer, by what a user must do about them. */
const NETWORK: readonly (readonly [RegExp, CauseCode])[] = [
  [/^(ENOTFOUND|EAI_\w+)$/, "ingest_unresolved"],
  [/^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|E(HOST|NET)(UNREACH|DOWN))$/, "ingest_refused"],
  [/^(ABORT_ERR|ETIMEDOUT|TIMEOUT|UND_ERR_\w*TIMEOUT)$/, "ingest_timeout"],
  [TLS, "ingest_tls"],
];

/**
 * True when no byte of the event can have arrived: no connection came about, or the page's policy forbade it. After any
 * other code (an answer that was too late or broken, a connection that was reset) it may have.
 */
export const neverLeft = (code: string): boolean => code === BY_POLICY || isUnsent(code);

/** Whose Sentry.init() names the tunnel that an event was sent to. */
const INIT = {
  node: "the server's Sentry.init",
  edge: "Sentry.init of the edge runtime",
  browser: "the browser's Sentry.init",
} as const;

/** @param ofTunnel the runtime whose SDK sent to a tunnel; null: it sent to the host in the DSN */
export function causeOfNetworkError(code: string, ofTunnel: keyof typeof INIT | null = null): Cause {
  if (ofTunnel) return cause("tunnel_unreachable", { code, init: INIT[ofTunnel] });
  return cause(NETWORK.find(([pattern]) => pattern.test(code))?.[1] ?? "ingest_network", { code });
}

/**
 * Why a browser could not send. It tells its page no reason: a policy of the page speaks up by an event of its
 * own, and whether Sentry is there at all the server has tried for itself.
 */
export function causeOfBlocked(
  { code, tunnel, runtime }: EvidenceOf<"not_sent">,
  probe: EvidenceOf<"ingest_probed"> | undefined,
): Cause {
  if (code === BY_POLICY) return cause(tunnel ? "csp_blocks_tunnel" : "csp_blocks_ingest");
  if (tunnel) return causeOfNetworkError(code, runtime);
  if (probe?.code) return causeOfNetworkError(probe.code);
  if (code === TOO_SLOW) return cause("browser_timeout");
  return cause("browser_request_blocked", { reach: probe ? ", which this server can reach" : "" });
}

/** Refusals that Sentry gives in a form of its own; a 404 and a 413 have a cause that holds for whoever answers. */
const OF_SENTRY: ReadonlySet<number> = new Set([400, 401, 403, 405, 406, 429]);

/**
 * What an answer of the ingest endpoint other than an acceptance means.
 * @param backend a Bugsink refuses with a page
 */
export function causeOfRejection(rejected: EvidenceOf<"rejected">, backend: Run["backend"]): Cause {
  const { status, rateLimits, detail, runtime, foreign, tunnel } = rejected;
  const facts = { status, limits: rateLimits ? ` (${rateLimits})` : "", init: INIT[runtime] };
  if (tunnel && status < 300) return cause("tunnel_answers_itself", facts);
  if (tunnel && foreign) return cause("tunnel_refused", facts);
  if (foreign && backend !== "bugsink" && OF_SENTRY.has(status)) return cause("ingest_foreign", facts);
  // Relay's word for an origin that the project does not allow; a server sends none.
  if (status === 403 && runtime === "browser" && /cors/i.test(detail)) return cause("browser_origin_refused");
  if (status >= 200 && status < 300) return cause("not_sentry", facts);
  if (status >= 300 && status < 400) return cause("ingest_redirected", facts);
  // A relay that knows the project but not the key says so; anything else in 403 is a key problem, too.
  if (status === 401 || status === 403) return cause("dsn_rejected", facts);
  if (status === 400)
    return cause(/project/i.test(detail) ? "project_not_found" : "ingest_bad_request", facts);
  // GlitchTip's word for a key that is no key, and for an event that it cannot read.
  if (status === 422 && backend === "glitchtip") return cause("ingest_bad_request", facts);
  if (status === 404) return cause("project_not_found", facts);
  if (status === 413) return cause("ingest_too_large", facts);
  if (status === 429) return cause("ingest_rate_limited", facts);
  if (status >= 500) return cause("ingest_server_error", facts);
  return cause("ingest_unexpected", facts);
}

/** What the list of ignored types was told as before drops named who dropped: such evidence may be an hour old. */
const OF_OLD = "ignored_type";

/** The SDK's own words for why it dropped an event (its client-report reasons), by what to do about them. */
const DROPS: ReadonlyMap<string, CauseCode> = new Map(
  Object.entries<CauseCode>({
    before_send: "dropped_before_send",
    callback_error: "dropped_threw",
    [OF_OLD]: "dropped_ignored",
    sample_rate: "dropped_sampled",
    queue_overflow: "dropped_overflow",
    buffer_overflow: "dropped_overflow",
    ratelimit_backoff: "dropped_backoff",
    network_error: "ingest_network",
    send_error: "ingest_too_large",
  }),
);
/** Reasons that the SDK gives only once every filter has let the event pass. */
const SEND_FAILURES: ReadonlySet<string> = new Set(["ratelimit_backoff", "network_error", "send_error"]);

/**
 * True when a drop may be an ignore rule's: for the SDK's own filters, for our list of types and for what an app adds it
 * has one word. Its rule against repetitions has the same, and says nothing about a type.
 */
export const isIgnored = ({ reason, by }: Pick<EvidenceOf<"dropped">, "reason" | "by">) =>
  (reason === "event_processor" && by !== "Dedupe") || reason === OF_OLD;

/** True when a drop shows that the event was meant to leave: no rule ignored it. */
export const isSendFailure = ({ reason }: { reason: string }) => SEND_FAILURES.has(reason);

/** The same, where they are told to the browser's SDK, which is set up elsewhere. */
const IN_BROWSER: Readonly<Partial<Record<CauseCode, CauseCode>>> = {
  dropped_before_send: "browser_before_send",
  dropped_threw: "browser_threw",
  dropped_ignored: "browser_ignored",
  dropped_processor: "browser_processor",
};

/** What an ignore rule is told as; anything else that drops in the SDK's processors is an event processor. */
const RULE = /^(ignoreErrors|denyUrls|the list of ignored types)/;

/** @param rate the error sample rate of the server's SDK; the browser's is not known */
export function causeOfDrop(role: string, drop: EvidenceOf<"dropped">, rate: number): Cause {
  const { reason, runtime, by } = drop;
  const inBrowser = runtime === "browser";
  const unnamed = reason === "callback_error" ? "beforeSend or an event processor of a scope" : "of a scope";
  const facts = {
    reason,
    code: reason,
    by: by ?? unnamed,
    rate: inBrowser ? "below 1 in the browser" : rate,
  };
  if (role === "near" && isIgnored(drop)) return cause("ignore_rule_too_wide", facts);
  const processed = RULE.test(by ?? "") ? "dropped_ignored" : "dropped_processor";
  const code = reason === "event_processor" ? processed : (DROPS.get(reason) ?? "dropped_other");
  return cause((inBrowser && IN_BROWSER[code]) || code, facts);
}

const READS: Readonly<Record<ReadFailure, CauseCode>> = {
  no_token: "no_read_token",
  no_organisation: "no_organisation",
  no_url: "no_sentry_url",
  unsupported: "read_unsupported",
  unauthorized: "read_unauthorized",
  account: "read_account",
  forbidden: "read_forbidden",
  refused: "read_refused",
  wrong_organisation: "wrong_organisation",
  wrong_project: "wrong_project",
  other_server: "other_server",
  rate_limited: "read_rate_limited",
  server_error: "read_server_error",
  timeout: "read_timeout",
  unreachable: "read_unreachable",
  certificate: "read_tls",
  redirected: "read_redirected",
  not_json: "read_not_json",
  truncated: "read_truncated",
  other_event: "read_other_event",
  bad_request: "read_bad_request",
};

export function causeOfUnreadable({ why, status, detail }: EvidenceOf<"unreadable">): Cause {
  return cause(READS[why], { status: status ?? "nothing", code: detail || "no reason given" });
}

/** Nobody is blamed for an integration that is there. */
function causeOfUnreadLog({ pino, readsLog }: Run["sdk"]): Cause {
  if (pino !== undefined && isDeafPino(pino)) return cause("pino_too_old", { version: pino });
  return cause(readsLog ? "log_not_read" : "not_captured_log");
}

/** Why an error that was raised did not become an event, by the place that should have reported it. */
export function causeOfNoCapture({ run, check, spec, evidence }: PartCase): Cause {
  const cores = run.sdk.cores ?? [];
  const raised = ofKind(evidence, "raised", spec.role);
  if (run.sdk.initialised && raised.every((one) => one.process === NO_SDK))
    return cause(run.sdk.process ? "sdk_not_started_elsewhere" : "sdk_started_otherwise");
  if (check.place === "browser")
    return cause(spec.role === BOUNDARY_ROLE ? "not_captured_boundary" : "not_captured_browser");
  if (cores.length > 1) return cause("two_cores", { versions: cores.join(", ") });
  if (spec.content.runtime === "edge") return cause("not_captured_edge");
  if (check.place === "proxy") return cause("not_captured_proxy");
  if (check.place === "after") return cause("not_captured_after");
  if (check.place === "promise") return cause("not_captured_promise");
  if (check.place === "logger") return causeOfUnreadLog(run.sdk);
  if (check.place === "task") {
    const answered = ofKind(evidence, "task_answered");
    const ended = raised.every(
      ({ process, at }) => !answered.some((one) => one.process === process && one.at >= at),
    );
    return cause(ended ? "task_process_ended" : "not_captured_task");
  }
  return cause("not_captured_request");
}

const INNGEST: ReadonlyMap<string, CauseCode> = new Map(
  Object.entries<CauseCode>({
    no_event_key: "inngest_key_missing",
    unreachable: "inngest_unreachable",
    key_rejected: "inngest_key_rejected",
    no_task: "task_not_made",
  }),
);

export function causeOfNotQueued({ code, detail }: EvidenceOf<"not_queued">): Cause {
  return cause(INNGEST.get(code) ?? "inngest_error", { code: detail || code });
}

/** Why the page that raises a check's error could not be made to do so. */
export function causeOfNotReached(check: Check, { status, code }: EvidenceOf<"not_reached">): Cause {
  if (code === FROM_CACHE) return cause("answered_by_cache");
  if (check.place === "proxy" && status === 404 && code === "") return cause("proxy_not_reached");
  if (check.place === "browser")
    return cause("browser_page_unreachable", { code: status === null ? code : `it answered ${status}` });
  return status === null ? cause("app_unreachable", { code }) : cause("page_not_reached", { status });
}

/** True where the page gave no answer in time. */
const isSlow = ({ status, code }: EvidenceOf<"not_reached">): boolean =>
  status === 504 || (status === null && isLate(code));

/** True where it may raise all the same. A browser that got a broken answer does not come back. */
export const mayRaise = ({ place }: Check, fact: EvidenceOf<"not_reached">): boolean =>
  isSlow(fact) || (place !== "browser" && isPassing(fact));

/** The page gave no whole answer, and its error never came. */
export function causeOfLostPage(check: Check, fact: EvidenceOf<"not_reached">): Cause {
  if (!isSlow(fact)) return causeOfNotReached(check, fact);
  return check.place === "browser"
    ? cause("browser_page_unreachable", { code: "it did not answer in time" })
    : cause("page_slow");
}
