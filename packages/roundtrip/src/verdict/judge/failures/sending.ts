import { BY_POLICY, TOO_SLOW } from "#checks/browser-mark.js";
import type { Cause } from "#verdict/answer.js";
import { type CauseCode, cause } from "#verdict/causes/catalogue.js";
import type { EvidenceOf } from "#verdict/evidence/kinds.js";
import { isUnsent, TLS } from "#verdict/evidence/network.js";
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
