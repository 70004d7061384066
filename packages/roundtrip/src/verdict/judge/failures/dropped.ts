import type { Cause } from "#verdict/answer.js";
import { type CauseCode, cause } from "#verdict/causes/catalogue.js";
import type { EvidenceOf } from "#verdict/evidence/kinds.js";

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

/** @param rate the error sample rate of the SDK that dropped it; null: nobody said it */
export function causeOfDrop(role: string, drop: EvidenceOf<"dropped">, rate: number | null): Cause {
  const { reason, runtime, by } = drop;
  const inBrowser = runtime === "browser";
  const unnamed = reason === "callback_error" ? "beforeSend or an event processor of a scope" : "of a scope";
  const facts = {
    reason,
    code: reason,
    by: by ?? unnamed,
    rate: rate !== null && rate < 1 ? rate : "below 1",
  };
  if (role === "near" && isIgnored(drop)) return cause("ignore_rule_too_wide", facts);
  const processed = RULE.test(by ?? "") ? "dropped_ignored" : "dropped_processor";
  const code = reason === "event_processor" ? processed : (DROPS.get(reason) ?? "dropped_other");
  return cause((inBrowser && IN_BROWSER[code]) || code, facts);
}
