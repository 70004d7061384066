import { describe, expect, it } from "vitest";
import { expectShape } from "#sentry/testing/openapi.js";
import {
  api,
  errorEvent,
  eventId,
  eventPath,
  ingestUrl,
  post,
  read,
  send,
  start,
} from "#sentry/testing/server.js";
import type { Json } from "./json.js";

describe("access", () => {
  it.each([
    ["no token", null, eventPath("a".repeat(32)), 401, "Authentication credentials were not provided."],
    ["a wrong token", "wrong", eventPath("a".repeat(32)), 401, "Invalid token"],
    [
      "another organisation",
      undefined,
      "/projects/other/4501/",
      404,
      "The requested resource does not exist",
    ],
    ["another project", undefined, "/projects/local/999/", 404, "The requested resource does not exist"],
    ["no such event", undefined, eventPath("a".repeat(32)), 404, "Event not found"],
    ["a malformed event id", undefined, "/organizations/local/eventids/xyz/", 400, "Invalid event ID"],
    [
      "no trailing slash",
      undefined,
      "/projects/local/4501",
      404,
      "Route not found, did you forget a trailing slash?",
    ],
  ])("answers %s as Sentry does", async (_, token, path, status, detail) => {
    const server = await start();
    const answer = token === undefined ? await api(server, path) : await api(server, path, token);
    expect([answer.status, await answer.json()]).toEqual([status, { detail }]);
  });

  it("answers 403 when the token lacks the scope or the project", async () => {
    const server = await start();
    const statuses = async () =>
      Promise.all(
        [
          "/organizations/local/",
          "/projects/local/4501/",
          "/organizations/local/events/?field=id&dataset=errors",
        ].map(async (path) => (await api(server, path)).status),
      );
    expect(await statuses()).toEqual([200, 200, 200]);
    server.control.settings({ scopes: ["project:read"] });
    expect(await statuses()).toEqual([403, 200, 403]);
    server.control.settings({ scopes: ["org:read", "project:read"], projectAccess: false });
    expect(await statuses()).toEqual([200, 403, 403]);
    server.control.settings({ projectAccess: true, orgSlug: "renamed" });
    expect(await statuses()).toEqual([404, 404, 404]);
  });
});

describe("the other endpoints", () => {
  it("know the API, the organisation, the project with its filters, and releases an event carried", async () => {
    const server = await start();
    server.control.settings({ inboundFilters: { localhost: true, errorMessages: ["*boring*"] } });
    expect(await read(server, "/")).toMatchObject({ version: "0", auth: { scopes: expect.any(Array) } });
    expect(await (await api(server, "/", null)).json()).toEqual({ version: "0", auth: null, user: null });
    expect(await read(server, "/organizations/local/")).toMatchObject({ slug: "local" });
    expect(await read(server, "/projects/local/app/")).toMatchObject({
      id: "4501",
      slug: "app",
      options: { "filters:error_messages": "*boring*" },
    });
    expect(await read(server, "/projects/local/4501/filters/")).toContainEqual(
      expect.objectContaining({ id: "localhost", active: true }),
    );
    const release = `/organizations/local/releases/${encodeURIComponent("app@1/x")}/`;
    expect((await api(server, release)).status).toBe(404);
    await send(server, errorEvent(eventId(), { release: "app@1/x" }));
    expect(await read(server, release)).toMatchObject({ version: "app@1/x" });
  });

  it("count outcomes: accepted, filtered, refused, and what clients dropped", async () => {
    const server = await start();
    server.control.settings({ inboundFilters: { errorMessages: ["Error: boring*"] } });
    await send(server, errorEvent(eventId()));
    const boring = eventId();
    await send(
      server,
      errorEvent(boring, { exception: { values: [{ type: "Error", value: "boring thing" }] } }),
    );
    expect((await api(server, eventPath(boring))).status).toBe(404);
    await post(
      ingestUrl(server),
      '{}\n{"type":"client_report"}\n{"discarded_events":[{"reason":"ratelimit_backoff","category":"error","quantity":4}]}',
    );
    const stats = await read(
      server,
      "/organizations/local/stats_v2/?groupBy=outcome&groupBy=reason&field=sum(quantity)&category=error&statsPeriod=24h&interval=1h",
    );
    expectShape("/stats_v2/", stats);
    const totals = (stats.groups as { by: Json; totals: Json }[]).map(({ by, totals }) => [
      by.outcome,
      by.reason,
      totals["sum(quantity)"],
    ]);
    expect(totals.sort()).toEqual([
      ["accepted", "", 1],
      ["client_discard", "ratelimit_backoff", 4],
      ["filtered", "error-message", 1],
    ]);
    for (const bad of [
      "",
      "?groupBy=outcome",
      "?groupBy=nope&field=sum(quantity)",
      "?groupBy=outcome&field=sum(quantity)&statsPeriod=x",
    ])
      expect((await api(server, `/organizations/local/stats_v2/${bad}`)).status, bad).toBe(400);
  });

  it("show a person the event, escaped, where links from the app lead", async () => {
    const server = await start();
    const id = eventId();
    await send(
      server,
      errorEvent(id, { exception: { values: [{ type: "Error", value: "<script>alert(1)</script>" }] } }),
    );
    const page = await fetch(`${server.url}/organizations/local/issues/1/events/${id}/`);
    const body = await page.text();
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(body).toContain("&lt;script&gt;alert(1)");
    expect(body).not.toContain("<script>alert(1)");
    expect(body).toContain(id);
    const list = await (await fetch(server.url)).text();
    expect(list).not.toContain("<script>alert(1)");
    expect(list).toContain(`/organizations/local/issues/1/events/${id}/`);
    const byId = await fetch(`${server.url}/organizations/local/projects/app/events/${id}/`);
    expect(byId.url).toContain(`/issues/1/events/${id}/`);
    expect((await fetch(`${server.url}/organizations/local/issues/1/events/${"f".repeat(32)}/`)).status).toBe(
      404,
    );
  });
});
