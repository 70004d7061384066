import type { Envelope } from "#sentry/scrub/envelopes.js";
import type { Canary } from "./canaries.js";

/** Item by item what the SDK sends, with a text in every place that takes one. */
export function envelope(kind: string, t: string, c: Canary): Envelope {
  const attributes = {
    "http.request.header.cookie": { type: "array", value: [`sid=${c.secret}`] },
    "http.request.header.authorization": { type: "string", value: `Bearer ${c.secret}` },
    "url.full": { type: "string", value: `https://a.example/?token=${c.secret}` },
    "app.note": { type: "string", value: t },
    [`app.${t}`]: { type: "boolean", value: true },
    "session.token": { type: "integer", value: 4_242_424_242 },
  };
  const event = {
    event_id: "0199a0b1c2d3e4f5a6b7c8d9e0f10203",
    message: t,
    logentry: { message: t, params: [t] },
    transaction: `GET /a ${t}`,
    exception: {
      values: [
        {
          type: "Error",
          value: t,
          stacktrace: { frames: [{ function: "f", vars: { t, password: c.secret }, context_line: t }] },
        },
      ],
    },
    request: {
      method: "POST",
      url: `https://u:${c.secret}@a.example/?api_key=${c.secret}`,
      query_string: `api_key=${c.secret}`,
      cookies: { sid: c.secret },
      headers: { cookie: `sid=${c.secret}`, "x-api-key": c.secret, "x-note": t, "user-agent": "cnr" },
      data: JSON.stringify({ password: c.secret, note: t }),
      env: { SERVER_SECRET: c.secret },
    },
    user: { id: "7", username: t, token: c.secret },
    server_name: "host-7",
    extra: {
      t,
      nested: { deep: [{ authorization: c.secret, t }] },
      boxed: new String(t),
      raw: Buffer.from(t),
    },
    contexts: {
      pino: { number: 1, divider: 0, t },
      nextjs: { request_path: t.trim().startsWith("/") ? t : `/a?note=1&${t}`, router_kind: "App Router" },
      response: { headers: { "set-cookie": c.secret } },
      trace: { data: { t } },
    },
    tags: { t, check: "sentry" },
    breadcrumbs: [{ category: "console", message: t, data: { arguments: [t], url: `/?token=${c.secret}` } }],
    spans: [{ description: t, data: { "http.query": `?token=${c.secret}`, t } }],
  };
  const payloads: Record<string, unknown> = {
    event,
    transaction: { ...event, type: "transaction" },
    span: { version: 2, items: [{ name: t, attributes, links: [{ attributes }] }] },
    log: { version: 2, items: [{ level: "info", body: new String(t), attributes }] },
    trace_metric: { version: 2, items: [{ name: "n", value: 1, attributes }] },
    session: { sid: "5e1f", did: t, attrs: { release: "a@1", ip_address: "10.1.2.3", user_agent: t } },
    client_report: { timestamp: 1, discarded_events: [{ reason: t, category: "error", quantity: 1 }] },
    check_in: { monitor_slug: t, status: "ok" },
    feedback: { contexts: { feedback: { message: t } } },
    attachment: new TextEncoder().encode(`{"password":"${c.secret}"}\n${t}`),
    replay_recording: t,
    profile: { transaction: { name: t }, device: { model: t } },
    profile_chunk: { profile: { frames: [{ filename: t, function: t }] } },
    user_report: { name: t, email: t, comments: t },
    raw_security: { "csp-report": { "document-uri": t, "blocked-uri": t } },
  };
  const file = kind === "attachment" ? { length: 1, filename: `${t}.txt` } : {};
  return [
    { event_id: event.event_id, trace: { public_key: "abc123", trace_id: "1".repeat(32), transaction: t } },
    [[{ type: kind, ...file }, payloads[kind]]],
  ];
}

export const KINDS = [
  "event",
  "transaction",
  "span",
  "log",
  "trace_metric",
  "session",
  "client_report",
  "check_in",
  "feedback",
  "attachment",
  "replay_recording",
  "profile",
  "profile_chunk",
  "user_report",
  "raw_security",
];

/** As the SDK writes it; bytes as text. */
export const sent = (one: Envelope): string =>
  JSON.stringify(one, (_, value: unknown) =>
    value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
  );
