import type { CauseCode } from "./catalogue.js";

/** Causes of a warn: the check passed, with this as its remark. */
const WARN: ReadonlySet<string> = new Set<CauseCode>([
  "late",
  "looked_late",
  "absence_proven_late",
  "send_not_held",
  "reported_twice",
  "uniqueness_not_checked",
  "absent_by_id_only",
  "trace_not_checked",
  "trace_browser_not_seen",
  "source_no_frames",
  "source_not_original",
  "source_elsewhere",
  "source_maps_none",
  "source_maps_other_build",
  "source_maps_no_debug_ids",
  "source_map_missing",
  "source_not_checked",
  "commit_is_latest",
  "expectation_unstated",
  "expectation_unusable",
  "clock_skew",
]);

/** Causes of an unknown: nobody could look, or what was seen proves nothing. */
const UNKNOWN: ReadonlySet<string> = new Set<CauseCode>([
  "check_changed",
  "needs_browser",
  "app_slow",
  "action_of_other_build",
  "no_read_token",
  "no_organisation",
  "no_sentry_url",
  "read_unsupported",
  "read_unauthorized",
  "read_account",
  "read_forbidden",
  "read_denied",
  "read_refused",
  "wrong_organisation",
  "wrong_project",
  "other_server",
  "read_payment_required",
  "read_rate_limited",
  "read_server_error",
  "read_timeout",
  "read_unreachable",
  "read_tls",
  "read_redirected",
  "read_not_json",
  "read_truncated",
  "read_other_event",
  "read_bad_request",
  "not_looked",
  "evicted_or_not_stored",
  "search_lags",
  "listed_without_body",
  "uniqueness_unknown",
  "absence_too_late",
  "absence_not_witnessed",
  "split_processes",
  "control_too_early",
  "trace_not_searchable",
  "spans_not_searchable",
  "spans_not_told_apart",
  "no_trace",
]);

/** Remarks beside another cause, which they may explain. */
const BESIDE: ReadonlySet<string> = new Set<CauseCode>([
  "discards_filtered",
  "discards_limited",
  "discards_invalid",
  "discards_none",
]);

/** The verdict that a cause stands for; null for what only stands beside another cause. */
export function verdictOfCause(code: string): "fail" | "warn" | "unknown" | null {
  if (BESIDE.has(code)) return null;
  return WARN.has(code) ? "warn" : UNKNOWN.has(code) ? "unknown" : "fail";
}

const MEANS: Readonly<Record<"fail" | "warn" | "unknown" | "beside", string>> = {
  fail: "Fail",
  warn: "Pass, with a warning",
  unknown: "Not proven",
  beside: "Beside another cause",
};

/** The same for people, who ask it first of all at night. */
export const meaningOfCause = (code: CauseCode): string => MEANS[verdictOfCause(code) ?? "beside"];
