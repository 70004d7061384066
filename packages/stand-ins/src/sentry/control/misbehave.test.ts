import { describe, expect, it } from "vitest";
import { at } from "#sentry/json.js";
import type { SentryServer } from "#sentry/server.js";
import {
  api,
  envelopeOf,
  errorEvent,
  eventId,
  eventPath,
  ingestUrl,
  post,
  read,
  search,
  send,
  start,
} from "#sentry/testing/server.js";

const put = (server: SentryServer, verb: string, body: unknown, method = "PUT") =>
  fetch(`${server.url}/_control/${verb}`, { method, body: JSON.stringify(body) });

const sendOne = (server: SentryServer, id: string) => post(ingestUrl(server), envelopeOf(errorEvent(id)));
const codeOf = (error: unknown) => at(error, "cause.code");

/** A request that was begun and not answered: resolves once the server has it, rejects never. */
async function expectSilence(server: SentryServer, url: string, init: RequestInit, logged: () => boolean) {
  const abort = new AbortController();
  let answered = false;
  const pending = fetch(url, { ...init, signal: abort.signal }).then(
    () => {
      answered = true;
    },
    () => {},
  );
  await expect.poll(logged).toBe(true);
  // Anything else sent after it is answered: the silence is not the server being slow.
  expect((await fetch(`${server.url}/_control/stats`)).status).toBe(200);
  expect(answered).toBe(false);
  abort.abort();
  await pending;
}

describe("ingest told to misbehave", () => {
  it("resets the connection", async () => {
    const server = await start();
    server.control.ingest({ mode: "refuse" });
    const error = await sendOne(server, eventId()).catch((one: unknown) => one);
    expect(codeOf(error)).toBe("ECONNRESET");
  });

  it("never answers, and still closes", async () => {
    const lines: string[] = [];
    const server = await start({ log: (line) => lines.push(line) });
    server.control.ingest({ mode: "hang" });
    const init = { method: "POST", body: envelopeOf(errorEvent(eventId())) };
    await expectSilence(server, ingestUrl(server), init, () =>
      lines.some((line) => line.includes("no answer")),
    );
    const left = sendOne(server, eventId()).catch(() => "closed");
    await expect.poll(() => lines.filter((line) => line.includes("no answer"))).toHaveLength(2);
    await server.close();
    expect(await left).toBe("closed");
  });

  it("answers a status with headers as many times as told, then behaves", async () => {
    const server = await start();
    await put(server, "ingest", {
      mode: "status",
      status: 429,
      headers: { "X-Sentry-Rate-Limits": "60:error:key" },
      times: 2,
    });
    const first = await sendOne(server, eventId());
    expect([first.status, first.headers.get("x-sentry-rate-limits")]).toEqual([429, "60:error:key"]);
    expect((await sendOne(server, eventId())).status).toBe(429);
    expect((await sendOne(server, eventId())).status).toBe(200);
    expect(server.control.stats()).toMatchObject({ eventsStored: 1, rejected: { 429: 2 } });
  });

  it("stores what it takes without saying so, as a tunnel does", async () => {
    const server = await start();
    const id = eventId();
    await put(server, "ingest", { mode: "mute" });
    const response = await sendOne(server, id);
    expect([response.status, await response.json()]).toEqual([200, {}]);
    await expect.poll(async () => (await api(server, eventPath(id))).status).toBe(200);
  });

  it("stores what it takes and never answers, as an overloaded relay does", async () => {
    const server = await start();
    const id = eventId();
    await put(server, "ingest", { mode: "silent" });
    const init = { method: "POST", body: envelopeOf(errorEvent(id)) };
    await expectSilence(server, ingestUrl(server), init, () => server.control.stats().eventsStored === 1);
    expect((await api(server, eventPath(id))).status).toBe(200);
  });

  it("answers 200 with the id and stores nothing", async () => {
    const server = await start();
    const id = eventId();
    await put(server, "ingest", { mode: "drop" });
    const answer = await sendOne(server, id);
    expect([answer.status, await answer.json()]).toEqual([200, { id }]);
    expect((await api(server, eventPath(id))).status).toBe(404);
    expect((await search(server, `id:${id}`)).data).toEqual([]);
  });

  it("limits spans and takes errors, as a spent quota of spans does", async () => {
    const server = await start();
    const id = eventId();
    await put(server, "ingest", { mode: "limit", categories: ["span"] });
    const now = Date.now() / 1000;
    const span = { trace_id: "a".repeat(32), span_id: "b".repeat(16), name: "GET /", status: "ok" };
    const items = { items: [{ ...span, start_timestamp: now, end_timestamp: now, is_segment: true }] };
    const spanItem = [{ type: "span", item_count: 1 }, items].map((one) => JSON.stringify(one)).join("\n");
    const both = await post(ingestUrl(server), `${envelopeOf(errorEvent(id))}\n${spanItem}`);
    expect([both.status, await both.json()]).toEqual([200, { id }]);
    const spansAlone = await post(ingestUrl(server), `{}\n${spanItem}`);
    expect([spansAlone.status, spansAlone.headers.get("retry-after")]).toEqual([429, "60"]);
    for (const answer of [both, spansAlone])
      expect(answer.headers.get("x-sentry-rate-limits")).toBe("60:span:key:key_quota");
    expect((await search(server, `id:${id}`)).data).toHaveLength(1);
    const spans = `/organizations/local/events/?dataset=spans&field=span_id&query=`;
    expect((await read(server, spans)).data).toEqual([]);
    const stats = `/organizations/local/stats_v2/?field=sum(quantity)&category=span&groupBy=outcome`;
    expect(await read(server, stats)).toMatchObject({
      groups: [{ by: { outcome: "rate_limited" }, totals: { "sum(quantity)": 2 } }],
    });
    await put(server, "reset", {}, "POST");
    expect((await post(ingestUrl(server), `{}\n${spanItem}`)).status).toBe(200);
    expect((await read(server, spans)).data).toHaveLength(1);
  });

  it("answers as a web server that is no Sentry", async () => {
    const server = await start();
    await put(server, "ingest", { mode: "not-sentry" });
    const answer = await sendOne(server, eventId());
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
    expect(server.control.stats().eventsStored).toBe(0);
  });

  it("stores an event more than once, under ids of its own", async () => {
    const server = await start();
    const id = eventId();
    await put(server, "duplicate", { times: 2 });
    await send(server, errorEvent(id));
    const { data } = await search(server, `message:"*${id}*"`);
    expect(data).toHaveLength(3);
    expect(new Set(data.map((row) => row.id)).size).toBe(3);
    expect(data.map((row) => row.id)).toContain(id);
  });
});

describe("the read API told to misbehave", () => {
  const setup = async () => {
    const lines: string[] = [];
    const server = await start({ log: (line) => lines.push(line) });
    const id = eventId();
    await send(server, errorEvent(id));
    return { server, id, lines };
  };

  it("answers a status with headers, for some endpoints when told", async () => {
    const { server, id } = await setup();
    await put(server, "read", {
      mode: "status",
      status: 429,
      headers: { "retry-after": "3" },
      endpoints: ["event"],
      times: 1,
    });
    expect((await api(server, "/projects/local/4501/")).status).toBe(200);
    const limited = await api(server, eventPath(id));
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "3"]);
    expect((await api(server, eventPath(id))).status).toBe(200);
  });

  it("resets the connection", async () => {
    const { server, id } = await setup();
    server.control.read({ mode: "refuse" });
    expect(codeOf(await api(server, eventPath(id)).catch((one: unknown) => one))).toBe("ECONNRESET");
  });

  it("never answers", async () => {
    const { server, id, lines } = await setup();
    server.control.read({ mode: "hang" });
    await expectSilence(server, `${server.url}/api/0${eventPath(id)}`, {}, () =>
      lines.some((line) => line.includes("hang")),
    );
  });

  it("answers a login page, and a redirect to one", async () => {
    const { server, id } = await setup();
    server.control.read({ mode: "html" });
    const page = await api(server, eventPath(id));
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
    server.control.read({ mode: "redirect" });
    const moved = await api(server, eventPath(id));
    expect([moved.status, moved.headers.get("location")]).toEqual([302, "/auth/login/"]);
    expect((await fetch(`${server.url}/auth/login/`)).status).toBe(200);
  });

  it("answers half of the JSON", async () => {
    const { server, id } = await setup();
    const whole = await (await api(server, eventPath(id))).text();
    server.control.read({ mode: "truncated" });
    const answer = await api(server, eventPath(id));
    expect(answer.status).toBe(200);
    const half = await answer.text();
    expect(whole.startsWith(half)).toBe(true);
    expect(() => JSON.parse(half)).toThrow();
  });

  it("answers with another event's body, there being another or not", async () => {
    const { server, id } = await setup();
    server.control.read({ mode: "wrong-body" });
    expect((await read(server, eventPath(id))).eventID).not.toBe(id);
    const other = eventId();
    await send(server, errorEvent(other));
    expect((await read(server, eventPath(id))).eventID).toBe(other);
  });

  it("never finds an event that it has", async () => {
    const { server, id } = await setup();
    server.control.read({ mode: "never" });
    expect((await api(server, eventPath(id))).status).toBe(404);
    expect((await api(server, `/organizations/local/eventids/${id}/`)).status).toBe(404);
    expect((await search(server, `id:${id}`)).data).toEqual([]);
    await put(server, "reset", {}, "POST");
    expect((await api(server, eventPath(id))).status).toBe(200);
  });
});
