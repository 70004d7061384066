import { PROOF_TAG } from "#checks/browser-mark.js";
import { findCheck } from "#checks/catalogue.js";
import type { Check, Content, PartSpec } from "#checks/check.js";
import { messageOf } from "#checks/message.js";
import { TRACE_CHECK_SPAN } from "#checks/trace-mark.js";
import { DEADLINE_MS, LAST_LOOK_MS } from "#verdict/deadlines.js";
import type { Evidence, EvidenceKind, EvidenceOf } from "#verdict/evidence/kinds.js";
import type { StoredEvent } from "#verdict/evidence/stored-event.js";
import type { StoredSpan } from "#verdict/evidence/stored-span.js";
import type { Run } from "#verdict/run.js";

/** The moment at which every run of the tests is fired. */
const FIRED_AT = Date.UTC(2026, 0, 5, 12);
/** Milliseconds after the firing, as a time since the epoch. */
export const later = (ms: number): number => FIRED_AT + ms;
export const DEADLINE = later(DEADLINE_MS);
/** When every run is decided, looked at or not. */
export const DECIDED = DEADLINE + LAST_LOOK_MS;
export const HOUR = later(3_600_000);

const RUN = "019b8e00aaaa7bbb8ccc0123456789ab";
/** What the page of a browser's run holds, and no other. */
const PROOF = "5d41402abc4b2a76b9719d911017c592";
const TRACE = "0af7651916cd43dd8448eb211c80319c";
/** Event ids of companions; the real ones are hashes, which the judge cannot tell from these. */
const IDS: Readonly<Record<string, string>> = {
  main: RUN,
  control: "c".repeat(32),
  near: "e".repeat(32),
  unserializable: "7".repeat(32),
  nested: "a".repeat(32),
  streamed: "b".repeat(32),
  uncaught: "d".repeat(32),
  missing: "9".repeat(32),
  rejection: "6".repeat(32),
  boundary: "5".repeat(32),
};

export function checkNamed(name: string): Check {
  const check = findCheck(name);
  if (!check) throw new Error(`the catalogue has no check ${name}`);
  return check;
}

export function partOf(check: Check, role: string): PartSpec {
  const spec = check.parts.find((one) => one.role === role);
  if (!spec) throw new Error(`check ${check.name} has no event ${role}`);
  return spec;
}

export const eventId = (role: string): string => IDS[role] ?? "0".repeat(32);

/** A run of the check on a healthy app that can read Sentry. */
export function runOf(check: Check, change: Partial<Run> = {}): Run {
  const running = change.running ?? { release: "shop@4f2a91c", environment: "staging" };
  return {
    id: RUN,
    check: check.name,
    firedAt: FIRED_AT,
    deadline: DEADLINE,
    via: "bearer",
    parts: check.parts.map(({ role }) => ({ role, eventId: eventId(role) })),
    traceId: TRACE,
    running,
    expected: { ...running, commitTag: "v4.2", fromCaller: false },
    sdk: {
      dsn: "ok",
      initialised: true,
      enabled: true,
      process: seen.process,
      project: "7",
      ingest: "ingest.example",
      release: "shop@4f2a91c",
      environment: "staging",
      sampleRate: 1,
      tracesSampleRate: 0,
    },
    canRead: true,
    ...(check.tracing && { tracing: { rate: 0, sampled: false, fromBrowser: false, redis: false } }),
    ...change,
  };
}

/** The spans of a run as a healthy app's Sentry holds them: only those above a sample rate of 0 are there. */
export function spansOf(run: Run): StoredSpan[] {
  const span = (spanId: string, parentId: string | null, op: string, name: string): StoredSpan => ({
    spanId,
    parentId,
    op,
    origin: op === "db" ? "auto.db.redis.diagnostic_channel" : "auto",
    name,
    release: "shop@4f2a91c",
    environment: "staging",
    run: run.id,
  });
  const { fromBrowser = false, redis = false } = run.tracing ?? {};
  return [
    ...(fromBrowser ? [span("b1", null, "ui.action.click", TRACE_CHECK_SPAN)] : []),
    span("r1", fromBrowser ? "b1" : null, "http.server", "GET /api/health/sentry-trace"),
    span("r2", "r1", "http.client", "POST http://inngest.example/e/***"),
    ...(redis ? [span("d1", "r1", "db", "evalsha")] : []),
    span("t1", "r2", "queue.process", "roundtrip-trace"),
  ];
}

/** The value below each name of its path. */
const nested = (data: Content["data"]): Record<string, unknown> => {
  const [root = "", ...rest] = data?.path.split(".") ?? [];
  return data ? { [root]: rest.reduceRight<unknown>((value, name) => ({ [name]: value }), data.value) } : {};
};

/** The event exactly as a healthy app's Sentry holds it. */
export function eventOf(run: Run, role = "main", change: Partial<StoredEvent> = {}): StoredEvent {
  const check = checkNamed(run.check);
  const { content } = partOf(check, role);
  const id = eventId(role);
  return {
    eventId: id,
    type: content.within?.type ?? content.type,
    message: content.within?.message ?? messageOf(content.type, check.name, id),
    release: "shop@4f2a91c",
    environment: "staging",
    level: "error",
    handled: content.handled,
    mechanism: content.mechanism,
    runtime: content.runtime === "edge" ? "vercel-edge" : content.runtime === "browser" ? null : "node",
    traceId: TRACE,
    tags: {
      check: check.name,
      "check.run": id,
      commit_tag: "v4.2",
      ...(content.runtime === "browser" && { [PROOF_TAG]: PROOF }),
    },
    causes: [content.within ? content.type : content.cause].filter((one) => one !== undefined),
    data: { pino: { data: { divider: 0, number: 1 } }, ...nested(content.data) },
    frames: [
      { file: "node:internal/process", function: "run", line: 1, inApp: false, source: null },
      {
        file: content.source ?? "",
        function: "GET",
        line: 7,
        inApp: true,
        source: "  throw new RoundtripError();",
      },
    ],
    receivedAt: later(400),
    link: `https://sentry.example/events/${id}/`,
    ...change,
  };
}

const seen = { process: "p1", runtime: "node" as const };
export const BROWSER = { process: "b1", runtime: "browser" as const };
type Common = "id" | "run" | "role" | "at" | "kind";
const USUAL: { [K in EvidenceKind]: (run: Run, role: string, at: number) => Omit<EvidenceOf<K>, Common> } = {
  raised: () => ({ ...seen, attempt: null, traceId: TRACE }),
  captured: (run, role) => {
    const { type, mechanism, handled } = partOf(checkNamed(run.check), role).content;
    return { ...seen, type, mechanism, handled, delivery: null };
  },
  dropped: () => ({ ...seen, reason: "event_processor", by: "the list of ignored types", repeat: false }),
  held: () => ({ ...seen, by: "beforeSend", afterMs: 1_500 }),
  accepted: () => ({ ...seen, status: 200, project: "7", host: "ingest.example" }),
  rejected: () => ({
    ...seen,
    status: 403,
    rateLimits: null,
    detail: "",
    foreign: false,
    tunnel: false,
  }),
  not_sent: () => ({ ...seen, code: "ECONNREFUSED", tunnel: false }),
  queued: () => ({ inngestEvent: "roundtrip/raise" }),
  not_queued: () => ({ code: "unreachable", detail: "ECONNREFUSED" }),
  not_reached: () => ({ status: 502, code: "" }),
  visited: () => ({ address: "/admin/checks/page", status: 500 }),
  opened: () => ({ traceId: TRACE, proof: PROOF }),
  sdk_seen: () => ({
    ...seen,
    started: true,
    configured: true,
    enabled: true,
    sampleRate: 1,
    wiring: "installed",
  }),
  ingest_probed: () => ({ code: null }),
  task_called: ({ sdk: { release, environment } }) => ({
    ...seen,
    inngestRun: "01J",
    attempt: 0,
    release,
    environment,
  }),
  task_answered: () => ({ process: seen.process }),
  call_refused: () => ({}),
  registered: () => ({ known: true, calls: null, answers: null, event: null, devServer: false }),
  found: (run, role, at) => ({ event: eventOf(run, role), askedAt: at, clockSkewMs: 0 }),
  missing: (_run, _role, at) => ({ askedAt: at, byMessage: true, process: null }),
  discards: () => ({ counts: [] }),
  counted: () => ({ count: 1, own: true }),
  traced: (_run, _role, at) => ({
    askedAt: at,
    events: [{ eventId: eventId("control"), title: "RoundtripControl" }],
  }),
  spans: (run, _role, at) => ({ askedAt: at, spans: run.tracing?.rate === 0 ? [] : spansOf(run) }),
  unreadable: () => ({ why: "server_error", status: 502, detail: "bad gateway" }),
};
const USUALLY_AT: Record<EvidenceKind, number> = {
  queued: 5,
  not_queued: 5,
  not_reached: 5,
  visited: 40,
  opened: 6,
  task_called: 8,
  task_answered: 15,
  call_refused: 8,
  registered: 8,
  sdk_seen: 8,
  raised: 10,
  captured: 20,
  dropped: 30,
  held: 110,
  accepted: 120,
  rejected: 120,
  not_sent: 120,
  ingest_probed: 125,
  missing: 500,
  discards: 510,
  unreadable: 500,
  found: 1_000,
  counted: 1_100,
  traced: 1_500,
  spans: 1_500,
};
let made = 0;

/** One evidence as a healthy app makes it, but for `change`; times are milliseconds since the epoch. */
export function fact<K extends EvidenceKind>(
  run: Run,
  kind: K,
  change: Partial<Omit<EvidenceOf<K>, "kind">> = {},
): Evidence {
  const { role = "main", at = later(USUALLY_AT[kind]) } = change;
  made += 1;
  return {
    id: `fact-${made}`,
    run: run.id,
    kind,
    ...USUAL[kind](run, role, at),
    ...change,
    role,
    at,
  } as unknown as Evidence;
}

/** What a healthy app leaves behind: everything that its pass rests on, and the witness's account. */
export function healthy(run: Run): Evidence[] {
  const check = checkNamed(run.check);
  const task =
    check.place === "task" ? [fact(run, "queued"), fact(run, "task_called"), fact(run, "task_answered")] : [];
  const { expect } = check.parts[0];
  const companion = expect === "stored" ? 0 : 20;
  const stored = check.parts
    .filter((one) => one.expect === "stored")
    .flatMap(({ role }) => [
      fact(run, "raised", { role, at: later(10 + companion) }),
      fact(run, "captured", { role, at: later(20 + companion) }),
      fact(run, "accepted", { role }),
      fact(run, "found", { role }),
      fact(run, "counted", { role }),
    ]);
  const unreported = check.parts.filter((one) => one.expect === "unreported");
  if (unreported.length > 0)
    return [...unreported.map(({ role }) => fact(run, "raised", { role })), ...stored, fact(run, "traced")];
  const opened = check.place === "browser" ? [fact(run, "opened"), fact(run, "sdk_seen", BROWSER)] : [];
  if (expect === "traced")
    return [...task, fact(run, "raised"), ...stored, fact(run, "spans", { at: later(7_000) })];
  if (expect === "stored") return [...task, ...opened, ...stored];
  const absent = [fact(run, "raised"), fact(run, "captured"), fact(run, "dropped")];
  return [...task, ...absent, ...stored, fact(run, "missing", { at: later(1_500) })];
}
