import { describe, expect, test } from "vitest";
import type { Level } from "./doctor";
import { examine } from "./doctor-examine";
import type { DoctorFacts } from "./doctor-facts";
import { changed, failed, html, json, redirect } from "./doctor-testing";

type Row = [situation: string, facts: DoctorFacts, code: string, level: Level, change: string];

function expectOnly(facts: DoctorFacts, code: string, level: Level, change: string) {
  const wrong = examine(facts).findings.filter((one) => one.level !== "ok");
  expect(wrong.map((one) => [one.code, one.level])).toEqual([[code, level]]);
  expect(wrong[0]?.change).toContain(change);
  expect(wrong[0]?.why).not.toBe("");
}

describe("Inngest", () => {
  const inngest = (change: Partial<DoctorFacts["inngest"]>) => changed({ inngest: change });
  const rows: Row[] = [
    [
      "its client lacks our middleware",
      inngest({ middleware: false }),
      "inngest_middleware_missing",
      "fail",
      "inngest/client.ts: new Inngest({ middleware: [SentryMiddleware] })",
    ],
    ["no event key", inngest({ eventKey: false }), "inngest_event_key_missing", "fail", "INNGEST_EVENT_KEY="],
    [
      "events cannot be sent",
      inngest({ events: failed("refused"), functions: failed("refused") }),
      "inngest_unreachable",
      "fail",
      "INNGEST_BASE_URL",
    ],
    ["its API hangs", inngest({ functions: failed("timeout") }), "inngest_timeout", "fail", "firewall"],
    [
      "it refuses the signing key",
      inngest({ functions: json(401), registered: null }),
      "inngest_signing_key_refused",
      "fail",
      "INNGEST_SIGNING_KEY=",
    ],
    [
      "it knows no function",
      inngest({ registered: [] }),
      "inngest_functions_unregistered",
      "fail",
      "/api/inngest",
    ],
    [
      "it knows one of two",
      inngest({ registered: ["roundtrip-raise"] }),
      "inngest_functions_unregistered",
      "fail",
      "Sync",
    ],
    [
      "it does not list functions",
      inngest({ functions: html(404), registered: null }),
      "inngest_functions_unasked",
      "note",
      "sentry-inngest",
    ],
    [
      "the app's own route is behind a login",
      inngest({ served: redirect("sso.example") }),
      "inngest_endpoint_silent",
      "fail",
      "app/api/inngest/route.ts",
    ],
    [
      "the app's own route hangs",
      inngest({ served: failed("timeout") }),
      "inngest_endpoint_slow",
      "warn",
      "load",
    ],
    [
      "nothing answers at the app's own route",
      inngest({ served: failed("refused") }),
      "inngest_endpoint_silent",
      "fail",
      "serve(",
    ],
  ];
  test.each(rows)("%s", (_, ...row) => expectOnly(...row));

  const more: Row[] = [
    [
      "it refuses the event key",
      inngest({ sent: json(401) }),
      "inngest_event_key_refused",
      "fail",
      "INNGEST_EVENT_KEY=",
    ],
    [
      "it is forbidden",
      inngest({ sent: json(403) }),
      "inngest_event_key_refused",
      "fail",
      "INNGEST_EVENT_KEY=",
    ],
    [
      "it takes no events",
      inngest({ sent: json(503) }),
      "inngest_events_refused",
      "fail",
      "status.inngest.com",
    ],
    ["a proxy answers 502", inngest({ events: html(502) }), "inngest_events_refused", "fail", "proxy"],
    [
      "sending breaks off",
      inngest({ sent: failed("network") }),
      "inngest_unreachable",
      "fail",
      "INNGEST_BASE_URL",
    ],
    [
      "the signing key would cross a network in the clear",
      inngest({ functions: failed("insecure"), registered: null, sent: failed("insecure") }),
      "inngest_functions_unasked",
      "note",
      "sentry-inngest",
    ],
    [
      "it knows no function of an app with an address",
      inngest({ registered: [] }),
      "inngest_functions_unregistered",
      "fail",
      "https://app.example/api/inngest",
    ],
    [
      "the dev server knows no function",
      inngest({ mode: "dev", registered: [] }),
      "inngest_functions_unregistered",
      "fail",
      "curl -X PUT https://app.example/api/inngest",
    ],
  ];
  test.each(more)("%s", (_, ...row) => expectOnly(...row));

  test("whoever signs is not told to sync by hand, which would be refused", () => {
    expect(examine(inngest({ registered: [] })).findings[0]?.change).not.toContain("curl");
  });

  test.each([null, html(404), json(400)])("an answer %j to no events says nothing of the key", (sent) => {
    expect(examine(inngest({ sent })).status).toBe("pass");
  });

  test("the dev server needs no event key, and an app without an address is not asked", () => {
    expect(examine(inngest({ mode: "dev", eventKey: false, served: null })).status).toBe("pass");
  });
});
