import type { Check } from "#checks/check.js";
import { type Evidence, type EvidenceKind, ofKind } from "#verdict/evidence/kinds.js";
import type { Outcome } from "#verdict/evidence/outcome.js";
import type { Stage, StageName } from "./answer.js";
import type { Run } from "./run.js";

const STORED: readonly StageName[] = ["fired", "raised", "captured", "accepted", "stored", "matched"];
const ABSENT: readonly StageName[] = ["fired", "raised", "dropped", "absent"];

/** Here `stored` is the control's: what must not be reported reaches no stage of Sentry's. */
const UNREPORTED: readonly StageName[] = ["fired", "raised", "stored", "absent"];
/** At a trace sample rate of 0: no span, and a control that is there. */
const UNTRACED: readonly StageName[] = ["fired", "raised", "captured", "accepted", "stored", "absent"];
const BY_EXPECTATION = { stored: STORED, absent: ABSENT, unreported: UNREPORTED, traced: STORED } as const;

/** The stages a run of this check goes through, in order; of one about tracing the sample rate decides. */
export const stagesOf = (check: Check, rate?: number): readonly StageName[] =>
  check.tracing && rate === 0 ? UNTRACED : BY_EXPECTATION[check.parts[0].expect];

const KINDS: Readonly<Partial<Record<StageName, EvidenceKind>>> = {
  raised: "raised",
  captured: "captured",
  accepted: "accepted",
  stored: "found",
  dropped: "dropped",
};

function detail(one: Evidence): string {
  switch (one.kind) {
    case "raised":
      // What a browser says of itself is its word alone: whoever opened the page could make it up.
      if (one.runtime === "browser") return "in the browser that opened the page, by its own account";
      return one.attempt === null ? `in ${one.runtime}` : `in ${one.runtime}, attempt ${one.attempt + 1}`;
    case "captured":
      return [one.type, one.mechanism].filter(Boolean).join(", ");
    case "dropped":
      return [one.reason, one.by].filter(Boolean).join(", ");
    case "accepted":
      return `Sentry answered ${one.status}`;
    case "found":
      return one.askedAt === one.at ? "read back" : `read back, the look-up took ${one.at - one.askedAt} ms`;
    default:
      return "";
  }
}

/** In words, as the detail of the first stage. */
const FIRED_BY: Readonly<Record<Run["via"], string>> = {
  bearer: "by a request with ADMIN_TOKEN",
  session: "by a signed-in browser",
  open: "by a request from this machine",
  canary: "by the canary",
};

/** The stages for people: when each was reached, and what was seen there. */
export function stages(run: Run, check: Check, evidence: readonly Evidence[], main: Outcome): Stage[] {
  const iso = (ms: number) => new Date(ms).toISOString();
  const { expect } = check.parts[0];
  const control = check.parts.find((one) => one.expect === "stored")?.role;
  const readable = expect === "unreported" || expect === "traced" ? control : "main";
  const sent = expect === "traced" ? control : "main";
  return stagesOf(check, run.tracing?.rate).map((name) => {
    if (name === "fired") return { name, at: iso(run.firedAt), detail: FIRED_BY[run.via] };
    const kind = KINDS[name];
    if (kind) {
      const first = ofKind(
        evidence,
        kind,
        kind === "found" ? readable : kind === "raised" ? "main" : sent,
      )[0];
      return { name, at: first ? iso(first.at) : null, detail: first ? detail(first) : "" };
    }
    const good = main.verdict === "pass" || main.verdict === "warn";
    // Spans may be read before the control is: the last stage is where both have been.
    const other = expect === "traced" ? (ofKind(evidence, "found", control)[0]?.at ?? 0) : 0;
    return { name, at: good && main.at !== null ? iso(Math.max(main.at, other)) : null, detail: "" };
  });
}
