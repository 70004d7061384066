import { gzipSync } from "node:zlib";
import { afterEach, expect, vi } from "vitest";
import type { Json } from "#sentry/json.js";
import { type SentryOptions, type SentryServer, startSentry } from "#sentry/server.js";

export const KEY = "0123456789abcdef0123456789abcdef";
const TOKEN = "token-for-tests";

const running: SentryServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A stand-in that this test file closes after each test; events can be read at once. */
export async function start(options: SentryOptions = {}): Promise<SentryServer> {
  const server = await startSentry({ key: KEY, token: TOKEN, delayMs: 0, ...options });
  running.push(server);
  return server;
}

let next = 0;
/** A fresh event id. */
export const eventId = (): string => (++next).toString(16).padStart(32, "0");

/** An event as an SDK sends it, with the fields given. */
export const errorEvent = (id: string, fields: Json = {}): Json => ({
  event_id: id,
  timestamp: Date.now() / 1000,
  platform: "node",
  level: "error",
  environment: "test",
  release: "app@1",
  exception: {
    values: [{ type: "Error", value: `boom ${id}`, mechanism: { type: "generic", handled: false } }],
  },
  ...fields,
});

/** An envelope of one item. */
export const envelopeOf = (payload: Json, type = "event", header: Json = {}): string =>
  [{ event_id: payload.event_id, ...header }, { type }, payload].map((one) => JSON.stringify(one)).join("\n");

export const ingestUrl = (server: SentryServer, project = "4501", key = KEY): string =>
  `${server.url}/api/${project}/envelope/?sentry_key=${key}&sentry_version=7`;

export const post = (url: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body: typeof body === "string" ? body : new Uint8Array(body), headers });

export async function send(server: SentryServer, event: Json): Promise<void> {
  const answer = await post(ingestUrl(server), gzipSync(envelopeOf(event)), { "content-encoding": "gzip" });
  expect(answer.status).toBe(200);
}

export const api = (server: SentryServer, path: string, token: string | null = TOKEN) =>
  fetch(`${server.url}/api/0${path}`, {
    redirect: "manual",
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });

/** The parsed answer of an endpoint that must answer 200. */
export async function read(server: SentryServer, path: string): Promise<Json> {
  const answer = await api(server, path);
  const body = await answer.text();
  expect(answer.status, body).toBe(200);
  return JSON.parse(body);
}

export const eventPath = (id: string) => `/projects/local/4501/events/${id}/`;

export const search = async (server: SentryServer, query: string, more = "") =>
  (await read(
    server,
    `/organizations/local/events/?dataset=errors&field=id&field=message&query=${encodeURIComponent(query)}${more}`,
  )) as { data: Json[]; meta: Json };

/** Waits until an event can be read, as an SDK sends it in its own time. */
export const stored = (server: SentryServer, id: string) =>
  vi.waitFor(
    async () => {
      const answer = await api(server, eventPath(id));
      expect(answer.status).toBe(200);
      return (await answer.json()) as Json;
    },
    { timeout: 100_000, interval: 20 },
  );
