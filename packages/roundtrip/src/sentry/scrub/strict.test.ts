import { describe, expect, it } from "vitest";
import { type Envelope, envelopeScrubber } from "./envelopes.js";

describe("envelopeScrubber", () => {
  it("without personal data lets only allowed headers, no user, host, query, cookie, body or variable out", () => {
    const scrub = envelopeScrubber({ secrets: [], sendDefaultPii: false });
    const event = {
      user: { id: "ann-7" },
      server_name: "host-7",
      request: {
        method: "GET",
        url: "https://a.example/path?who=ann-7#ann-7",
        query_string: "who=ann-7",
        cookies: { theme: "ann-7" },
        headers: { "User-Agent": "cnr", "x-forwarded-for": "ann-7", referer: "ann-7" },
        data: "ann-7",
      },
      exception: { values: [{ stacktrace: { frames: [{ function: "f", vars: { who: "ann-7" } }] } }] },
      breadcrumbs: [{ data: { url: "/b?who=ann-7", "http.query": "who=ann-7" } }],
      contexts: { trace: { data: { "client.address": "ann-7", "http.response.header.etag": "ann-7" } } },
    };
    const attributes = {
      "user.id": { type: "string", value: "ann-7" },
      "http.request.header.user_agent": { type: "string", value: "cnr" },
      "http.request.header.referer": { type: "string", value: "ann-7" },
      "http.request.body.data": { type: "string", value: "ann-7" },
      "url.full": { type: "string", value: "https://a.example/path?ann-7" },
    };
    const log = {
      items: [{ body: "b", attributes: { "server.address": { type: "string", value: "ann-7" }, n: 1 } }],
    };
    const one: Envelope = [
      {},
      [
        [{ type: "event" }, event],
        [{ type: "span" }, { items: [{ name: "GET /path?who=ann-7", attributes }] }],
        [{ type: "log" }, log],
        [{ type: "session" }, { sid: "s", did: "ann-7", attrs: { ip_address: "ann-7", release: "r" } }],
      ],
    ];
    scrub(one);
    expect(JSON.stringify(one)).not.toMatch(/ann-7|host-7/);
    expect(one[1][0]?.[1]).toMatchObject({
      request: { method: "GET", url: "https://a.example/path", headers: { "User-Agent": "cnr" } },
      exception: { values: [{ stacktrace: { frames: [{ function: "f" }] } }] },
    });
    expect(one[1][1]?.[1]).toEqual({
      items: [
        {
          name: "GET /path",
          attributes: {
            "http.request.header.user_agent": { type: "string", value: "cnr" },
            "url.full": { type: "string", value: "https://a.example/path" },
          },
        },
      ],
    });
  });
});
