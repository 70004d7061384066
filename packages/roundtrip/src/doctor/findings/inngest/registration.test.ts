import { describe, expect, test } from "vitest";
import type { DoctorFacts } from "#doctor/facts.js";
import type { Level } from "#doctor/finding.js";
import { examine } from "#doctor/findings/examine.js";
import { expectOnly } from "#doctor/testing/expect-only.js";
import { changed, failed, healthy, html, json, redirect } from "#doctor/testing/facts.js";
import type { AddressFacts } from "#inngest/api/answering.js";

type Row = [situation: string, facts: DoctorFacts, code: string, level: Level, change: string];

const [raise, canary] = healthy.inngest.registered;
if (!raise || !canary) throw new Error("the healthy plan lacks functions");
const at = (address: string, more: Partial<AddressFacts> = {}) => ({
  registered: healthy.inngest.registered.map((one) => ({ ...one, address })),
  addresses: [{ address, outcome: json(204), proven: true, isOwn: false, isSdk: true, ...more }],
});

describe("Inngest", () => {
  const inngest = (change: Partial<DoctorFacts["inngest"]>) => changed({ inngest: change });
  const rows: Row[] = [
    [
      "its client lacks our middleware",
      inngest({ middleware: "none" }),
      "inngest_middleware_missing",
      "fail",
      "inngest/client.ts: new Inngest({ middleware: [SentryMiddleware] })",
    ],
    [
      "its client has another middleware than ours",
      inngest({ middleware: "perhaps" }),
      "inngest_middleware_other",
      "warn",
      "sentry-inngest",
    ],
    [
      "the client's address of it is none",
      inngest({ hasAddress: false }),
      "inngest_address_unusable",
      "fail",
      "INNGEST_BASE_URL=http://",
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
      "npm run sync",
    ],
    [
      "it knows one of two",
      inngest({ registered: [canary] }),
      "inngest_functions_unregistered",
      "fail",
      "npm run sync -- --url https://app.example",
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
      "inngest_endpoint_unreached",
      "fail",
      "APP_URL",
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
      "npm run sync -- --url https://app.example",
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

  const plans: Row[] = [
    [
      "it holds an old schedule",
      inngest({ registered: [raise, { ...canary, triggers: ["schedule */5 * * * *"] }] }),
      "inngest_plan_differs",
      "fail",
      "npm run sync",
    ],
    [
      "it starts a function by another event",
      inngest({ registered: [{ ...raise, triggers: ["event roundtrip/check.fired"] }, canary] }),
      "inngest_plan_differs",
      "fail",
      "npm run sync",
    ],
    [
      "it does not know a canary that was switched on later",
      inngest({ registered: [raise] }),
      "inngest_canary_unregistered",
      "fail",
      "npm run sync",
    ],
    [
      "it holds a canary that was switched off",
      inngest({ expected: [{ ...raise, address: null }] }),
      "inngest_functions_left",
      "warn",
      "npm run sync",
    ],
    [
      "it calls another deployment",
      inngest(at("https://old.example/api/inngest", { proven: false })),
      "inngest_address_other",
      "fail",
      "npm run sync",
    ],
    [
      "something else answers at the app's own address",
      inngest(at("https://app.example/api/inngest", { proven: false, isOwn: true, outcome: html() })),
      "inngest_address_other",
      "fail",
      "npm run sync",
    ],
    [
      "it calls a port that the app has left",
      inngest(at("http://localhost:3000/api/inngest", { proven: false, outcome: failed("refused") })),
      "inngest_address_silent",
      "fail",
      "npm run sync",
    ],
    [
      "the address that a variable names is wrong",
      inngest({
        ...at("https://typo.example/api/inngest", { proven: false, outcome: failed("dns") }),
        serveOrigin: "https://typo.example",
      }),
      "inngest_address_silent",
      "fail",
      "INNGEST_SERVE_ORIGIN is https://typo.example",
    ],
    [
      "a firewall keeps the app from looking where Inngest calls",
      inngest(at("https://internal.example/api/inngest", { proven: false, outcome: failed("timeout") })),
      "inngest_address_unseen",
      "warn",
      "sentry-inngest",
    ],
    [
      "a login keeps the app from looking where Inngest calls",
      inngest(
        at("https://app-1.host.example/api/inngest", { proven: false, outcome: html(401), isSdk: false }),
      ),
      "inngest_address_unseen",
      "warn",
      "sentry-inngest",
    ],
    [
      "another app refuses the question where Inngest calls",
      inngest(at("https://old.example/api/inngest", { proven: false, outcome: json(401) })),
      "inngest_address_other",
      "fail",
      "npm run sync",
    ],
    [
      "a dev server is behind a built app",
      inngest({ server: "dev", registered: [] }),
      "inngest_dev_server",
      "fail",
      "inngest start --event-key",
    ],
    [
      "a server of one's own refuses the event key",
      inngest({ server: "self-hosted", sent: json(401) }),
      "inngest_event_key_refused",
      "fail",
      "--event-key",
    ],
    [
      "a server of one's own refuses the signing key",
      inngest({ server: "self-hosted", functions: json(401), registered: null }),
      "inngest_signing_key_refused",
      "fail",
      "--signing-key",
    ],
    [
      "a server of one's own takes no events",
      inngest({ server: "self-hosted", sent: json(503) }),
      "inngest_events_refused",
      "fail",
      "Read the log of your Inngest server",
    ],
  ];
  test.each(plans)("%s", (_, ...row) => expectOnly(...row));

  test.each(["self-hosted", "dev"] as const)("no remedy for a %s server names a page of Cloud's", (kind) => {
    const wrong = [
      { eventKey: false },
      { sent: json(401) },
      { sent: json(503) },
      { functions: json(401), registered: null },
      { registered: [] },
    ];
    for (const change of wrong)
      for (const { change: remedy } of examine(inngest({ ...change, server: kind })).findings)
        expect(remedy).not.toMatch(/Manage|status\.inngest\.com|Inngest, Apps/);
  });

  test("the app's own address that does not answer is told once, as the app's own route", () => {
    const own = at("https://app.example/api/inngest", {
      isOwn: true,
      proven: false,
      outcome: failed("timeout"),
    });
    expectOnly(
      inngest({ ...own, served: failed("refused") }),
      "inngest_endpoint_unreached",
      "fail",
      "APP_URL",
    );
  });

  test("all is well says what was seen of plan and address, and no more", () => {
    const said = (facts: DoctorFacts) =>
      examine(facts).findings.find(({ code }) => code === "inngest_ok")?.what ?? "(nothing)";
    expect(said(healthy)).toContain("at https://app.example/api/inngest, where this app answers");
    const bare = healthy.inngest.registered.map(({ id }) => ({ id, triggers: null, address: null }));
    expect(said(inngest({ registered: bare, addresses: [] }))).toContain("does not say what starts them");
  });

  test("whoever signs is not told to sync by hand, which would be refused", () => {
    expect(examine(inngest({ registered: [] })).findings[0]?.change).not.toContain("curl");
  });

  test.each([null, html(404), json(400)])("an answer %j to no events says nothing of the key", (sent) => {
    expect(examine(inngest({ sent })).status).toBe("pass");
  });

  test("nothing is said of it where the app has none", () => {
    const { status, findings } = examine(changed({ inngest: null }));
    expect([status, findings.filter(({ code }) => code.startsWith("inngest"))]).toEqual(["pass", []]);
  });

  test("the dev server needs no event key, and an app without an address is not asked", () => {
    expect(examine(inngest({ mode: "dev", eventKey: false, served: null })).status).toBe("pass");
  });
});
