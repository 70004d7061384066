import { TOO_SLOW } from "#checks/browser-mark.js";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type { Run } from "#verdict/run.js";
import { type Case, counted, read, situation, taken, without } from "#verdict/testing/cases.js";
import { BROWSER, fact, later } from "#verdict/testing/runs.js";

/** When the event was seen not to be taken, and until when a look for it proves nothing, milliseconds. */
const SEEN_MS = 120;
const SETTLED_MS = SEEN_MS + 20_000;
const near = { run: { deadline: later(12_000) } };

interface Doubted {
  what: string;
  cause: CauseCode;
  evidence: (run: Run) => Evidence[];
  check?: string;
}

const answered = (status: number, cause: CauseCode): Doubted => ({
  what: `ingest answers ${status}`,
  cause,
  evidence: (run) => [fact(run, "rejected", { status })],
});
const unsent = (code: string, cause: CauseCode): Doubted => ({
  what: `sending ends with ${code}`,
  cause,
  evidence: (run) => [fact(run, "not_sent", { code })],
});
const inBrowser = (what: string, code: string, cause: CauseCode, probe?: string | null): Doubted => ({
  what: `browser: ${what}`,
  cause,
  check: "sentry-browser",
  evidence: (run) => [
    fact(run, "not_sent", { ...BROWSER, code }),
    ...(probe === undefined ? [] : [fact(run, "ingest_probed", { code: probe })]),
  ],
});

/** Each way in which a delivery seems to fail although the event may have arrived. */
const DOUBTS: readonly Doubted[] = [
  answered(200, "not_sentry"),
  answered(204, "not_sentry"),
  answered(502, "ingest_server_error"),
  answered(504, "ingest_server_error"),
  answered(524, "ingest_server_error"),
  unsent("TIMEOUT", "ingest_timeout"),
  unsent("ABORT_ERR", "ingest_timeout"),
  unsent("ETIMEDOUT", "ingest_timeout"),
  unsent("UND_ERR_CONNECT_TIMEOUT", "ingest_timeout"),
  unsent("ECONNRESET", "ingest_refused"),
  unsent("EPIPE", "ingest_refused"),
  unsent("HPE_INVALID_CONSTANT", "ingest_network"),
  {
    what: "the SDK counts it as not sent",
    cause: "ingest_network",
    evidence: (run) => [fact(run, "dropped", { reason: "network_error", by: null, at: later(SEEN_MS) })],
  },
  {
    what: "the tunnel gives no answer in time",
    cause: "tunnel_unreachable",
    evidence: (run) => [fact(run, "not_sent", { code: "TIMEOUT", tunnel: true })],
  },
  {
    what: "browser: the request to the tunnel fails",
    cause: "tunnel_unreachable",
    check: "sentry-browser",
    evidence: (run) => [
      fact(run, "not_sent", { ...BROWSER, code: "TypeError", tunnel: true }),
      fact(run, "ingest_probed"),
    ],
  },
  {
    what: "a gateway before the tunnel answers 504",
    cause: "tunnel_refused",
    evidence: (run) => [fact(run, "rejected", { status: 504, foreign: true, tunnel: true })],
  },
  ...[200, 204].flatMap((status): Doubted[] => [
    {
      what: `the tunnel answers ${status} by itself`,
      cause: "tunnel_answers_itself",
      evidence: (run) => [fact(run, "rejected", { status, foreign: true, tunnel: true })],
    },
    {
      what: `browser: the tunnel answers ${status} by itself`,
      cause: "tunnel_answers_itself",
      check: "sentry-browser",
      evidence: (run) => [fact(run, "rejected", { ...BROWSER, status, foreign: true, tunnel: true })],
    },
  ]),
  inBrowser("no answer in time, but the server gets one", TOO_SLOW, "browser_timeout", null),
  inBrowser("no answer in time, neither to the server", TOO_SLOW, "ingest_timeout", "TIMEOUT"),
  inBrowser("the request fails, and the server reaches Sentry", "TypeError", "browser_request_blocked", null),
  inBrowser("the request fails, and the server may not ask", "TypeError", "browser_request_blocked"),
  inBrowser("the request fails, and the server is refused", "TypeError", "ingest_refused", "ECONNREFUSED"),
  inBrowser("the request fails, and nobody finds the host", "TypeError", "ingest_unresolved", "ENOTFOUND"),
  {
    what: "browser: what answers is not Sentry, as where a blocker answers in its place",
    cause: "not_sentry",
    check: "sentry-browser",
    evidence: (run) => [fact(run, "rejected", { ...BROWSER, status: 200 })],
  },
];

const unseen = (run: Run, ms: number) => fact(run, "missing", { at: later(ms) });

function situationsOf({ what, cause, evidence, check = "sentry" }: Doubted): Case[] {
  // Its other events are well: they must not keep this one's verdict open.
  const lost = (run: Run) => [...without(run, ["accepted"], ["found"], ["counted"]), ...evidence(run)];
  const of = { check };
  return [
    situation(`${what}: a look will tell`, lost, "pending", null, { ...of, now: later(SETTLED_MS - 1) }),
    situation(`${what}, and the look is late`, lost, "pending", null, { ...of, now: later(SETTLED_MS) }),
    situation(
      `${what}, and a look came too early to tell`,
      (run) => [...lost(run), unseen(run, SETTLED_MS - 1)],
      "pending",
      null,
      { ...of, now: later(SETTLED_MS) },
    ),
    situation(
      `${what}, and nothing is found`,
      (run) => [...lost(run), unseen(run, SETTLED_MS)],
      "fail",
      cause,
      {
        ...of,
        now: later(SETTLED_MS),
      },
    ),
    situation(
      `${what}, with the deadline near`,
      (run) => [...lost(run), unseen(run, 12_000)],
      "fail",
      cause,
      { ...of, ...near, now: later(12_000) },
    ),
    situation(
      `${what}, and the read token may not look`,
      (run) => [...lost(run), fact(run, "unreadable", { why: "forbidden", status: 403 })],
      "unknown",
      "read_forbidden",
      { ...of, now: later(600), warnings: [cause] },
    ),
    situation(`${what}, and there is no read token`, lost, "unknown", "no_read_token", {
      ...of,
      run: { canRead: false },
      warnings: [cause],
    }),
    situation(
      `${what}, and reading fails until the deadline`,
      (run) => [...lost(run), fact(run, "unreadable")],
      "unknown",
      "read_server_error",
      { ...of, warnings: [cause] },
    ),
    situation(`${what}, and nobody looks`, lost, "unknown", "not_looked", { ...of, warnings: [cause] }),
  ];
}

/** Deliveries that seem to have failed: only a look makes a verdict of them. */
export const DOUBTED: readonly Case[] = [
  ...DOUBTS.flatMap(situationsOf),
  situation(
    "ingest acknowledges without an id, and the event is stored",
    (run) => [...taken(run), fact(run, "rejected", { status: 200 }), read(run), counted(run)],
    "pass",
    null,
    { now: later(2_000) },
  ),
  situation(
    "no answer came in time, and the event is stored",
    (run) => [...taken(run), fact(run, "not_sent", { code: "TIMEOUT" }), read(run), counted(run)],
    "pass",
    null,
    { now: later(8_000) },
  ),
  situation(
    "no answer came in time, and the event is listed under another id",
    (run) => [
      ...taken(run),
      fact(run, "not_sent", { code: "ABORT_ERR" }),
      fact(run, "counted", { own: false }),
    ],
    "fail",
    "stored_under_other_id",
  ),
];
