import { Hono } from "hono";
import { cors } from "hono/cors";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Ctx, type Env, hang, logRequest, resetConnection } from "#sentry/http.js";
import { finite } from "#sentry/json.js";
import { type State, serverNow, spend } from "#sentry/state.js";
import { ingestKey, parseDsn } from "./auth.js";
import { BodyError, readBody } from "./body.js";
import { type Envelope, EnvelopeError, normalEventId, parseEnvelope } from "./envelope.js";
import { MAX_EVENT_BYTES } from "./limits.js";
import { CATEGORY, receiveEnvelope, rememberEnvelope } from "./receive.js";

/** Relay's usual pause for what is over its quota. */
const LIMIT_S = 60;

/** What Relay allows a browser on another origin to send and to read. */
const CORS = cors({
  origin: "*",
  allowMethods: ["POST"],
  allowHeaders: [
    "x-sentry-auth",
    "x-requested-with",
    "x-forwarded-for",
    "origin",
    "referer",
    "accept",
    "content-type",
    "authentication",
    "authorization",
    "content-encoding",
    "transfer-encoding",
  ],
  exposeHeaders: ["x-sentry-error", "x-sentry-rate-limits", "retry-after"],
  maxAge: 3600,
});

const NOT_SENTRY =
  "<!doctype html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>";

function refuse(
  state: State,
  c: Ctx,
  status: ContentfulStatusCode,
  detail: string,
  causes: string[] = [],
): Response {
  state.stats.rejected.add(String(status));
  const outcome = status === 429 ? "rate_limited" : "invalid";
  state.stats.count(serverNow(state), "error", outcome, status === 429 ? "key_quota" : "rejected");
  logRequest(state, "POST envelope", status, [detail, ...causes].join(": "));
  return c.json(causes.length > 0 ? { detail, causes } : { detail }, status);
}

/** What Relay says with a refusal (relay-server, endpoints/common.rs and extractors/request_meta.rs). */
const RELAYS_WORDS: Readonly<Record<number, string>> = {
  400: "invalid event envelope",
  401: "missing authorization information",
  403: "event submission rejected with_reason: ProjectId",
  413: "envelope exceeded size limits for type 'event' (https://develop.sentry.dev/sdk/envelopes/#size-limits)",
  429: "Sentry dropped data due to a quota or internal rate limit being reached. This will not affect your application. See https://docs.sentry.io/product/accounts/quotas/ for more information.",
};

/** Modes in which the envelope is read before anything is decided. */
const PARSED: ReadonlySet<string> = new Set(["normal", "drop", "limit", "mute", "silent"]);

/** Answers in place of the ingest endpoint as control said; null where the envelope decides. */
async function misbehave(state: State, c: Ctx): Promise<Response | null> {
  const fault = state.behaviour.ingest;
  if (PARSED.has(fault.mode)) return null;
  spend(state, "ingest");
  if (fault.mode === "refuse" || fault.mode === "hang") {
    logRequest(state, "POST envelope", fault.mode === "hang" ? "no answer" : "reset", "as told");
    return fault.mode === "refuse" ? resetConnection(c) : await hang(c);
  }
  await readBody(c.env.incoming).catch(() => null);
  if (fault.mode === "not-sentry") {
    logRequest(state, "POST envelope", 200, "an HTML page, as told");
    return c.html(NOT_SENTRY);
  }
  const status = fault.status ?? 500;
  state.stats.rejected.add(String(status));
  if (status === 429) state.stats.count(serverNow(state), "error", "rate_limited", "key_quota");
  logRequest(state, "POST envelope", status, "as told");
  const body = fault.body ?? JSON.stringify({ detail: RELAYS_WORDS[status] ?? "the service is overloaded" });
  const empty = status === 204 || status === 205 || status === 304;
  return new Response(empty ? null : body, {
    status,
    headers: { "content-type": "application/json", ...fault.headers },
  });
}

/** Why Relay would not take this envelope for this project; null when it would. */
function refusal(
  state: State,
  c: Ctx,
  envelope: Envelope,
): [status: ContentfulStatusCode, detail: string, causes?: string[]] | null {
  const { identity } = state;
  const project = c.req.param("project") ?? "";
  if (!/^\d{1,19}$/.test(project)) return [400, "bad project path parameter"];
  const auth = ingestKey(
    new URL(c.req.url).searchParams,
    { auth: c.req.header("x-sentry-auth"), authorization: c.req.header("authorization") },
    envelope.header,
  );
  if (auth.error !== undefined) return [auth.status, auth.error];
  const dsn = parseDsn(envelope.header.dsn);
  const mismatch = (what: string): [400, string, string[]] => [
    400,
    "invalid event envelope",
    [`${what} header mismatch between envelope and request`],
  ];
  if (dsn && dsn.project !== project) return mismatch("project id");
  if (dsn && dsn.key.toLowerCase() !== auth.key) return mismatch("public key");
  if (auth.key !== identity.key || project !== identity.project)
    return [403, "event submission rejected with_reason: ProjectId"];
  const large = envelope.items.find(
    (item) => (item.type === "event" || item.type === "transaction") && item.payload.length > MAX_EVENT_BYTES,
  );
  if (large)
    return [
      413,
      `envelope exceeded size limits for type '${large.type}' (https://develop.sentry.dev/sdk/envelopes/#size-limits)`,
    ];
  return null;
}

function accept(state: State, c: Ctx, envelope: Envelope): Response | Promise<Response> {
  state.stats.envelopes += 1;
  if (state.behaviour.ingest.mode === "drop") {
    spend(state, "ingest");
    state.stats.eventsDropped.add("told_to_drop");
    rememberEnvelope(state, envelope, "dropped");
    logRequest(state, "POST envelope", 200, "answered and dropped, as told");
    const id = normalEventId(envelope.header.event_id);
    return c.json(id ? { id } : {});
  }
  const userAgent = c.req.header("user-agent") ?? null;
  const remoteIp = c.env.incoming.socket.remoteAddress ?? "127.0.0.1";
  const { id, fate, detail } = receiveEnvelope(state, envelope, { remoteIp, userAgent });
  rememberEnvelope(state, envelope, fate);
  logRequest(state, "POST envelope", 200, `${fate === "nothing" ? "took" : `${fate} ${id}`} ${detail}`);
  const { mode } = state.behaviour.ingest;
  if (mode === "silent") return hang(c);
  return c.json(id && mode !== "mute" ? { id } : {});
}

/**
 * Takes away what is over its quota, as Relay does item by item: the rest is stored, the header tells the SDK to
 * hold back, and only an envelope of which nothing is left is answered 429.
 */
function limited(state: State, c: Ctx, envelope: Envelope): Response | null {
  const { mode, categories = ["span"] } = state.behaviour.ingest;
  if (mode !== "limit") return null;
  const isOver = ({ type }: { type: string }) => categories.some((one) => one === CATEGORY[type]);
  const over = envelope.items.filter(isOver);
  if (over.length === 0) return null;
  spend(state, "ingest");
  for (const { type, header } of over) {
    const quantity = Math.max(1, Math.floor(finite(header.item_count) ?? 1));
    state.stats.count(serverNow(state), CATEGORY[type] ?? type, "rate_limited", "key_quota", quantity);
  }
  c.header("x-sentry-rate-limits", `${LIMIT_S}:${categories.join(";")}:key:key_quota`);
  envelope.items = envelope.items.filter((one) => !isOver(one));
  if (envelope.items.length > 0) return null;
  c.header("retry-after", String(LIMIT_S));
  state.stats.rejected.add("429");
  rememberEnvelope(state, envelope, "refused 429");
  logRequest(state, "POST envelope", 429, `over quota: ${categories.join(", ")}`);
  return c.json({ detail: RELAYS_WORDS[429] }, 429);
}

async function ingest(state: State, c: Ctx): Promise<Response> {
  const answer = await misbehave(state, c);
  if (answer) return answer;
  let envelope: Envelope;
  try {
    envelope = parseEnvelope(await readBody(c.env.incoming));
  } catch (error) {
    if (error instanceof EnvelopeError) return refuse(state, c, error.status, error.message, [error.rule]);
    if (error instanceof BodyError) return refuse(state, c, error.status, error.message);
    throw error;
  }
  const no = refusal(state, c, envelope);
  if (no) {
    rememberEnvelope(state, envelope, `refused ${no[0]}`);
    return refuse(state, c, ...no);
  }
  return limited(state, c, envelope) ?? accept(state, c, envelope);
}

/** `POST /api/{project}/envelope/`, what SDKs send to. */
export function ingestRoutes(state: State): Hono<Env> {
  const app = new Hono<Env>();
  for (const path of ["/api/:project{[^/]+}/envelope", "/api/:project{[^/]+}/envelope/"]) {
    app.use(path, CORS);
    app.post(path, (c) => ingest(state, c));
    app.all(path, (c) => c.text("", 405));
  }
  return app;
}
