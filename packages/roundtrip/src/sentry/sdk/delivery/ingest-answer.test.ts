import { describe, expect, test } from "vitest";
import { deliveryOf } from "./ingest-answer.js";

const INGEST = "https://o1.ingest.example/api/4501/envelope/?sentry_key=abc";
const TUNNEL = "https://app.example/tunnel";
const SENTRYS = '{"detail":"event submission rejected with_reason: ProjectId","causes":[]}';
const PAGE = "<!doctype html><title>403 Forbidden</title>";
const POLICY = '{"detail":"blocked by policy"}';
const SENTRY = { foreign: false, tunnel: false };
const none = () => null;

describe("who refused an event", () => {
  test.each<[string, string, number, string, { foreign: boolean; tunnel: boolean }]>([
    ["Sentry, in its own form", INGEST, 403, SENTRYS, { foreign: false, tunnel: false }],
    ["a web application firewall", INGEST, 403, PAGE, { foreign: true, tunnel: false }],
    [
      "a gateway, in JSON of its own",
      INGEST,
      403,
      '{"message":"Forbidden"}',
      { foreign: true, tunnel: false },
    ],
    [
      "an API, by a problem document",
      INGEST,
      401,
      '{"title":"x","detail":"y"}',
      { foreign: true, tunnel: false },
    ],
    ["a firewall, in JSON with a detail of its own", INGEST, 403, POLICY, { foreign: true, tunnel: false }],
    [
      "a gateway that asks for a sign-in",
      INGEST,
      401,
      '{"detail":"Not authenticated"}',
      { foreign: true, tunnel: false },
    ],
    ["a tunnel's own framework", TUNNEL, 403, POLICY, { foreign: true, tunnel: true }],
    ["Relay, which missed the key", INGEST, 401, '{"detail":"missing authorization information"}', SENTRY],
    [
      "Relay, which could not read the key",
      INGEST,
      400,
      '{"detail":"bad sentry DSN public key","causes":["invalid project key"]}',
      SENTRY,
    ],
    ["Relay, of whatever it names causes", INGEST, 400, '{"detail":"new words","causes":["why"]}', SENTRY],
    ["GlitchTip", INGEST, 401, '{"detail":"Invalid DSN"}', SENTRY],
    ["GlitchTip, which is to be left in peace", INGEST, 429, '{"message":"Please retry later"}', SENTRY],
    ["nobody knows who, without a word", INGEST, 403, "", { foreign: false, tunnel: false }],
    ["a tunnel without a route", TUNNEL, 404, PAGE, { foreign: true, tunnel: true }],
    ["a tunnel without a word", TUNNEL, 401, "", { foreign: true, tunnel: true }],
    ["Sentry behind a tunnel", TUNNEL, 403, SENTRYS, { foreign: false, tunnel: true }],
  ])("is %s", (_, url, status, body, told) => {
    const delivery = deliveryOf({ url, tunnel: url === TUNNEL, status, header: none, body });
    expect(delivery).toMatchObject({ kind: "rejected", status, ...told });
  });

  test.each(["x-sentry-rate-limits", "x-sentry-error"])("is Sentry where the answer has %s", (name) => {
    const header = (asked: string) => (asked === name ? "60:error:key" : null);
    const answer = { url: INGEST, tunnel: false, status: 429, body: '{"detail":"slow down"}' };
    expect(deliveryOf({ ...answer, header })).toMatchObject(SENTRY);
    expect(deliveryOf({ ...answer, header: none })).toMatchObject({ foreign: true });
  });

  test.each([INGEST, TUNNEL])("is nobody where %s answers with the event's id", (url) => {
    const answer = { url, tunnel: url === TUNNEL, status: 200, header: none, body: '{"id":"a"}' };
    expect(deliveryOf(answer)).toMatchObject({ kind: "accepted" });
  });

  test("is a tunnel, though its path is spelt as Sentry's own", () => {
    const answer = { url: "/api/42/envelope/", tunnel: true, header: none };
    expect(deliveryOf({ ...answer, status: 404, body: PAGE })).toMatchObject({ foreign: true, tunnel: true });
    expect(
      deliveryOf({
        ...answer,
        url: "https://relay.example/api/1/envelope/",
        status: 200,
        body: '{"id":"a"}',
      }),
    ).toEqual({
      kind: "accepted",
      status: 200,
      project: null,
      host: null,
    });
  });
});
