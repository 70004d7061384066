import { request } from "node:http";
import { describe, expect, it } from "vitest";
import type { Json } from "#sentry/json.js";
import type { SentryServer } from "#sentry/server.js";
import { api, errorEvent, eventId, eventPath, read, search, send, start } from "#sentry/testing/server.js";

const put = (server: SentryServer, verb: string, body: unknown, method = "PUT") =>
  fetch(`${server.url}/_control/${verb}`, { method, body: JSON.stringify(body) });

describe("control", () => {
  it("alters what the SDK sent, at any path, for the events that match", async () => {
    const server = await start();
    const [mine, other] = [eventId(), eventId()];
    await send(server, errorEvent(mine, { tags: { "check.run": mine }, extra: { a: { b: 1 } } }));
    await send(server, errorEvent(other));
    const match = { message: mine };
    await put(server, "alter", [
      { path: "release", value: null, match },
      { path: "environment", value: "elsewhere", match },
      { path: "exception.values.0.value", value: "changed", match },
      { path: "exception.values.0.mechanism.handled", value: true, match },
      { path: "tags.check.run", value: "other", match },
      { path: "extra.a.b", value: 2, match },
      { path: "contexts.made.up", value: "new", match },
    ]);
    const event = await read(server, eventPath(mine));
    expect(event).toMatchObject({
      release: null,
      context: { a: { b: 2 } },
      contexts: { made: { up: "new" } },
      title: "Error: changed",
    });
    expect(event.tags).toEqual(
      expect.arrayContaining([
        { key: "environment", value: "elsewhere" },
        { key: "handled", value: "yes" },
        { key: "check.run", value: "other" },
      ]),
    );
    expect((await search(server, "environment:elsewhere")).data.map((row) => row.id)).toEqual([mine]);
    expect(await read(server, eventPath(other))).toMatchObject({ release: { version: "app@1" } });
    const raw = server.control.events().find(({ event: one }) => one.event_id === mine);
    expect(raw?.event.release).toBe("app@1");
  });

  it("scrubs values by key, in extra and contexts", async () => {
    const server = await start();
    const id = eventId();
    await put(server, "settings", { scrub: ["Divider"] });
    await send(
      server,
      errorEvent(id, { extra: { data: { number: 1, divider: 0 } }, contexts: { pino: { divider: 0 } } }),
    );
    expect(await read(server, eventPath(id))).toMatchObject({
      context: { data: { number: 1, divider: "[Filtered]" } },
      contexts: { pino: { divider: "[Filtered]" } },
    });
  });

  it.each([
    ["replace", "[uuid]"],
    ["mask", "*".repeat(32)],
    ["remove", ""],
  ])("scrubs ids wherever a rule for UUIDs reaches: %s", async (scrubIds, mark) => {
    const server = await start();
    const [id, run] = [eventId(), "ab".repeat(16)];
    await put(server, "settings", { scrubIds });
    const value = `raised (run ${run})`;
    await send(
      server,
      errorEvent(id, {
        exception: { values: [{ type: "Error", value }] },
        tags: { "check.run": run },
        contexts: { mine: { run } },
        transaction: `GET /runs/${run}`,
      }),
    );
    const answer = await read(server, eventPath(id));
    expect(answer.eventID).toBe(id);
    expect(JSON.stringify(answer)).not.toContain(run);
    expect(answer.entries).toMatchObject([{ data: { values: [{ value: `raised (run ${mark})` }] } }]);
  });

  it("shows raw events, envelopes and counters, and forgets them when told", async () => {
    const server = await start();
    const id = eventId();
    await send(server, errorEvent(id));
    await api(server, eventPath(id));
    const get = async (verb: string) =>
      (await (await fetch(`${server.url}/_control/${verb}`)).json()) as Json[];
    expect((await get("events?limit=1"))[0]).toMatchObject({
      event: { event_id: id },
      receivedAt: expect.any(String),
    });
    expect((await get("envelopes"))[0]).toMatchObject({
      header: { event_id: id },
      items: [{ header: { type: "event" } }],
    });
    expect(await get("stats")).toMatchObject({ envelopes: 1, eventsStored: 1, reads: { event: 1 } });
    await put(server, "reset", { clear: true }, "POST");
    expect(await get("events")).toEqual([]);
    expect(await get("stats")).toMatchObject({ envelopes: 0 });
  });

  it("names what it does not understand", async () => {
    const server = await start();
    for (const [verb, body, named] of [
      ["ingest", { mode: "explode" }, "mode"],
      ["read", { mode: "normal", stauts: 1 }, "stauts"],
      ["alter", [{ value: 1 }], "path"],
      ["delay", { ms: -1 }, "ms"],
      ["settings", { orgSlug: "Not A Slug" }, "orgSlug"],
    ] as const) {
      const answer = await put(server, verb, body);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain(named);
    }
    expect((await fetch(`${server.url}/_control/delay`, { method: "PUT", body: "{" })).status).toBe(400);
    expect((await put(server, "nothing", {})).status).toBe(404);
  });

  it("takes no orders from web pages, nor under a name that is not this machine's", async () => {
    const server = await start();
    const crossSite = await fetch(`${server.url}/_control/reset`, {
      method: "POST",
      headers: { "sec-fetch-site": "cross-site" },
    });
    expect(crossSite.status).toBe(403);
    const { port } = new URL(server.url);
    const rebound = await new Promise<number | undefined>((resolve, reject) => {
      request({ port, path: "/_control/events", headers: { host: "evil.example" } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(rebound).toBe(403);
  });

  it("filters what inbound filters name, answering 200", async () => {
    const server = await start();
    server.control.settings({
      inboundFilters: { localhost: true, releases: ["app@bad*"], "web-crawlers": true },
    });
    const ids = [eventId(), eventId(), eventId(), eventId()] as const;
    await send(server, errorEvent(ids[0], { request: { url: "http://localhost:3000/x" } }));
    await send(server, errorEvent(ids[1], { release: "app@bad-1" }));
    await send(server, errorEvent(ids[2], { request: { headers: { "User-Agent": "Googlebot/2.1" } } }));
    await send(server, errorEvent(ids[3]));
    const { data } = await search(server, "");
    expect(data.map((row) => row.id)).toEqual([ids[3]]);
    expect(server.control.stats().eventsDropped).toEqual({
      localhost: 1,
      "release-version": 1,
      "web-crawlers": 1,
    });
  });
});
