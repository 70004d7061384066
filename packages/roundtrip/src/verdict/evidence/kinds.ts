import { z } from "zod";
import { StoredEventSchema } from "./stored-event.js";
import { StoredSpanSchema } from "./stored-span.js";
import { WiringSchema } from "./wiring.js";

/** Why an event could not be read back. Each one needs another remedy. */
export const ReadFailureSchema = z.enum([
  "no_token",
  "no_organisation",
  "no_url",
  "unsupported",
  "unauthorized",
  "account",
  "forbidden",
  "denied",
  "refused",
  "wrong_organisation",
  "wrong_project",
  "other_server",
  "payment",
  "rate_limited",
  "server_error",
  "timeout",
  "unreachable",
  "certificate",
  "redirected",
  "not_json",
  "truncated",
  "other_event",
  "bad_request",
]);
export type ReadFailure = z.infer<typeof ReadFailureSchema>;

/** Reasons that help only once somebody changes something: looking again is no use. */
export const PERMANENT_READ_FAILURES: ReadonlySet<ReadFailure> = new Set([
  "no_token",
  "no_organisation",
  "no_url",
  "unsupported",
  "unauthorized",
  "account",
  "forbidden",
  "denied",
  "refused",
  "wrong_organisation",
  "wrong_project",
  "other_server",
  "payment",
  "bad_request",
]);

/** Milliseconds since the epoch, within what a date can hold. */
const Time = z.number().min(0).max(8_640_000_000_000_000);

const base = {
  /** Random, made where the fact happens: writing it twice changes nothing. */
  id: z.string().min(1).max(100),
  run: z.string(),
  /** Which event of the run this is about. */
  role: z.string().default("main"),
  at: Time,
};
/**
 * What keeps a process running until an event has been sent: the host's `waitUntil`, or an answer that is given out only
 * then.
 */
const HeldSchema = z.enum(["wait until", "answer"]);
export type Held = z.infer<typeof HeldSchema>;

/** What a process without an SDK is called. */
export const NO_SDK = "none";
/** Which process and SDK client saw the fact; absence is proven within one of them only. */
const seen = { process: z.string(), runtime: z.enum(["node", "edge", "browser"]) };
const fact = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.object({ ...base, kind: z.literal(kind), ...shape });

export const EvidenceSchema = z.discriminatedUnion("kind", [
  /** The check's error was thrown or logged. */
  fact("raised", { ...seen, attempt: z.number().nullable(), traceId: z.string().nullable() }),
  /** The SDK took the error and made an event of it (before any filter ran). */
  fact("captured", {
    ...seen,
    type: z.string(),
    mechanism: z.string().nullable(),
    handled: z.boolean().nullable(),
    /** `run id:attempt` inside Inngest: two captures with the same one are a redelivery, not a fault. */
    delivery: z.string().nullable(),
    /** null: nothing does; absent where it does not matter, and in evidence of older versions. */
    held: HeldSchema.nullable().optional(),
  }),
  /** The SDK threw the event away; `reason` is the SDK's own word, `by` the rule or the processor, where it is known. */
  fact("dropped", {
    ...seen,
    reason: z.string(),
    by: z.string().nullable().default(null),
    /** It was a second report of an error that was taken before. */
    repeat: z.boolean().default(false),
  }),
  /** A processor or beforeSend had not let go of the event after this time; `by` names it, where that is known. */
  fact("held", { ...seen, by: z.string().nullable().default(null), afterMs: z.number() }),
  /** Ingest answered 200 with the event's id; `project` and `host` are of the DSN that it was sent to; null: a tunnel. */
  fact("accepted", {
    ...seen,
    status: z.number(),
    project: z.string().nullable().default(null),
    host: z.string().nullable().default(null),
  }),
  /**
   * Ingest answered, and it was not an acceptance. `foreign`: not in the form in which Sentry refuses. `tunnel`: it was
   * sent to the address in the option tunnel of Sentry's init.
   */
  fact("rejected", {
    ...seen,
    status: z.number(),
    rateLimits: z.string().nullable(),
    detail: z.string(),
    foreign: z.boolean().default(false),
    tunnel: z.boolean().default(false),
  }),
  /** No answer from ingest; `code` is the network's (ECONNREFUSED, ENOTFOUND, TIMEOUT, …). */
  fact("not_sent", { ...seen, code: z.string(), tunnel: z.boolean().default(false) }),
  /** The event for the task was handed to Inngest. */
  fact("queued", { inngestEvent: z.string() }),
  /** Inngest did not take it. */
  fact("not_queued", { code: z.string(), detail: z.string() }),
  /** The app's own page that raises the error was not reached; `code` where there was no status at all. */
  fact("not_reached", { status: z.number().nullable(), code: z.string() }),
  /** The address of the page that raises answered with a status that the page has then: so may whoever else answers there. */
  fact("visited", { address: z.string(), status: z.number() }),
  /** The server handed a browser the page that raises; `traceId` is the page load's, `proof` what this page alone holds. */
  fact("opened", { traceId: z.string().nullable(), proof: z.string().nullable().default(null) }),
  /** Edge or browser says how its SDK stands; `configured`: the page gave the browser a DSN. */
  fact("sdk_seen", {
    ...seen,
    started: z.boolean(),
    configured: z.boolean(),
    /** false: it was started, and switched off. */
    enabled: z.boolean().default(true),
    /** Error sample rate, 0 to 1. */
    sampleRate: z.number().default(1),
    /** How its client came by roundtripIntegration(). */
    wiring: WiringSchema.default("installed"),
  }),
  /** The server's own way to ingest, asked because a browser's was barred; `code` is null where it is open. */
  fact("ingest_probed", { code: z.string().nullable() }),
  /** Inngest called the function, in a process that says what it is. */
  fact("task_called", {
    ...seen,
    inngestRun: z.string(),
    attempt: z.number(),
    /** As the SDK of that process puts them on events; null where it has none. */
    release: z.string().nullable().default(null),
    environment: z.string().nullable().default(null),
  }),
  /** The answer to Inngest's call left this process, so that it outlived what the function raised. */
  fact("task_answered", { process: z.string() }),
  /** A call for the function was refused by this app itself: its signature was not taken. */
  fact("call_refused", {}),
  /** Inngest was asked what it holds of a function that was not called, and of its event; null: it did not say. */
  fact("registered", {
    known: z.boolean().nullable(),
    /** Where it calls the function, and who answers there: this deployment, something else, nobody. */
    calls: z.string().nullable().default(null),
    answers: z.enum(["own", "other", "nobody"]).nullable().default(null),
    /** Inngest does not know the event, has started nothing by it, or has. */
    event: z.enum(["unknown", "unstarted", "started"]).nullable().default(null),
    /** It is a dev server, and the app is none. */
    devServer: z.boolean().default(false),
  }),
  /** A look-up found the event. */
  fact("found", { event: StoredEventSchema, askedAt: Time, clockSkewMs: z.number().nullable() }),
  /** A look-up of `process` asked by id and by message, with a token that can read the project, and found nothing. */
  fact("missing", { askedAt: Time, byMessage: z.boolean(), process: z.string().nullable().default(null) }),
  /** The backend's own statistics of errors, or of spans, that it discarded in the hours since the firing, whosever they were. */
  fact("discards", {
    counts: z.array(
      z.object({
        outcome: z.enum(["filtered", "rate_limited", "invalid", "evicted"]),
        reason: z.string(),
        count: z.number(),
      }),
    ),
  }),
  /**
   * A search for the id in messages counted this many events; null: the backend cannot search. `own`: the event with
   * this very id is among them; null where that was not told.
   */
  fact("counted", { count: z.number().nullable(), own: z.boolean().nullable().default(null) }),
  /** A search for the run's own trace listed these events; null: the backend cannot search. */
  fact("traced", {
    askedAt: Time,
    events: z.array(z.object({ eventId: z.string(), title: z.string() })).nullable(),
  }),
  /** A search for the run's own spans on its trace listed these; null: the backend cannot search spans. */
  fact("spans", { askedAt: Time, spans: z.array(StoredSpanSchema).nullable() }),
  /** We could not look. */
  fact("unreadable", { why: ReadFailureSchema, status: z.number().nullable(), detail: z.string() }),
]);
export type Evidence = z.infer<typeof EvidenceSchema>;
export type EvidenceKind = Evidence["kind"];
export type EvidenceOf<K extends EvidenceKind> = Extract<Evidence, { kind: K }>;

/** All evidence of one kind about one event of the run, oldest first. Repeated writes count once. */
export function ofKind<K extends EvidenceKind>(
  evidence: readonly Evidence[],
  kind: K,
  role?: string,
): EvidenceOf<K>[] {
  const byId = new Map<string, EvidenceOf<K>>();
  for (const one of evidence) {
    if (one.kind === kind && (role === undefined || one.role === role))
      byId.set(one.id, one as EvidenceOf<K>);
  }
  return [...byId.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
