import type { Cause } from "#verdict/answer.js";
import { type CauseCode, cause } from "#verdict/causes/catalogue.js";
import type { EvidenceOf, ReadFailure } from "#verdict/evidence/kinds.js";

const READS: Readonly<Record<ReadFailure, CauseCode>> = {
  no_token: "no_read_token",
  no_organisation: "no_organisation",
  no_url: "no_sentry_url",
  unsupported: "read_unsupported",
  unauthorized: "read_unauthorized",
  account: "read_account",
  forbidden: "read_forbidden",
  denied: "read_denied",
  refused: "read_refused",
  wrong_organisation: "wrong_organisation",
  wrong_project: "wrong_project",
  other_server: "other_server",
  payment: "read_payment_required",
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
