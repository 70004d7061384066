import { describe, expect, test } from "vitest";
import type { DoctorFacts } from "#doctor/facts.js";
import type { Level } from "#doctor/finding.js";
import { examine } from "#doctor/findings/examine.js";
import { expectOnly } from "#doctor/testing/expect-only.js";
import { changed, healthy } from "#doctor/testing/facts.js";

type Row = [situation: string, facts: DoctorFacts, code: string, level: Level, change: string];

describe("the server runtimes", () => {
  const both = (["node", "edge"] as const).flatMap((runtime): Row[] => {
    const config = runtime === "node" ? "sentry.server.config" : "sentry.edge.config";
    const file = runtime === "node" ? "sentry.server.config.ts: " : "sentry.edge.config.ts: ";
    const sdk = (change: Partial<DoctorFacts["runtime"]["node"]>) =>
      changed({ runtime: { [runtime]: change } });
    return [
      [`no SDK in ${runtime}`, sdk({ initialised: false }), `sdk_${runtime}_not_started`, "fail", config],
      [
        `another init made the client of ${runtime}`,
        sdk({
          wiring: "other_init",
          release: null,
          pino: false,
          queue: 64,
          sampleRate: 0.5,
        }),
        `sdk_${runtime}_other_init`,
        "fail",
        runtime === "node" ? "the first call makes the client" : "a later call replaces the client",
      ],
      [
        `the init of ${runtime} lacks the integration`,
        sdk({ wiring: "missing", pino: false, queue: 1 }),
        `sdk_${runtime}_integration_missing`,
        "fail",
        `${file}integrations: [roundtripIntegration()]`,
      ],
      [
        `the integration came late in ${runtime}`,
        sdk({ wiring: "late" }),
        `sdk_${runtime}_integration_late`,
        "warn",
        "addIntegration",
      ],
      [
        `the integration is given twice in ${runtime}`,
        sdk({ wiring: "twice" }),
        `sdk_${runtime}_integration_twice`,
        "warn",
        `${file}call Sentry.init() once`,
      ],
      [
        `${runtime} is switched off`,
        sdk({ enabled: false }),
        `sdk_${runtime}_sends_nothing`,
        "fail",
        `${file}remove enabled`,
      ],
      [
        `${runtime} samples none`,
        sdk({ sampleRate: 0 }),
        `sdk_${runtime}_sends_nothing`,
        "fail",
        `${file}remove sampleRate`,
      ],
      [
        `${runtime} samples some`,
        sdk({ sampleRate: 0.5 }),
        `sdk_${runtime}_samples`,
        "fail",
        `${file}remove sampleRate`,
      ],
      [`another DSN in ${runtime}`, sdk({ sameDsn: false }), `sdk_${runtime}_differs`, "fail", file],
      [`another release in ${runtime}`, sdk({ release: "old" }), `sdk_${runtime}_differs`, "fail", file],
      [
        `another environment in ${runtime}`,
        sdk({ environment: null }),
        `sdk_${runtime}_differs`,
        "fail",
        file,
      ],
      [
        `two cores in ${runtime}`,
        sdk({ cores: ["11.5.0", "10.1.0"] }),
        `sdk_${runtime}_cores`,
        "fail",
        "overrides",
      ],
    ];
  });
  const rows: Row[] = [
    ...both,
    [
      "register() never ran",
      changed({ runtime: { registered: false } }),
      "register_not_called",
      "fail",
      "instrumentation.ts",
    ],
    [
      "onRequestError is not exported",
      changed({ runtime: { onRequestError: false } }),
      "on_request_error_missing",
      "fail",
      "export const onRequestError",
    ],
    [
      "onRequestError takes no error",
      changed({ runtime: { onRequestError: "deaf" } }),
      "on_request_error_missing",
      "fail",
      "instrumentation.ts: export const onRequestError = Sentry.captureRequestError",
    ],
    [
      "Next cannot be asked",
      changed({ runtime: { onRequestError: null } }),
      "on_request_error_unasked",
      "note",
      "sentry",
    ],
    [
      "the edge route is slow",
      changed({ runtime: { edge: null, edgeSlow: true } }),
      "sdk_edge_slow",
      "note",
      "load",
    ],
    ["the edge route is silent", changed({ runtime: { edge: null } }), "sdk_edge_unasked", "note", "APP_URL"],
    [
      "the app has no edge route",
      changed({ runtime: { edge: null, edgeRefusal: { status: 404, ours: true } } }),
      "sdk_edge_no_route",
      "note",
      "app/api/health/sentry/doctor/edge/route.ts",
    ],
    [
      "the edge route refuses",
      changed({ runtime: { edge: null, edgeRefusal: { status: 401, ours: true } } }),
      "sdk_edge_unasked",
      "note",
      "ADMIN_TOKEN",
    ],
    [
      "somebody answers in the edge route's place",
      changed({ runtime: { edge: null, edgeRefusal: { status: 503, ours: false } } }),
      "sdk_edge_unasked",
      "note",
      "curl -i",
    ],
  ];
  test.each(rows)("%s", (_, ...row) => expectOnly(...row));

  test("what differs is shown, beside what was meant", () => {
    const edge = { sameDsn: false, release: "old", environment: null };
    const { findings } = examine(changed({ runtime: { edge } }));
    expect(findings[0]?.what).toBe(
      'It has another DSN than SENTRY_DSN, the release "old" instead of "shop@1f2e3d4", no environment instead of "staging".',
    );
  });

  test("a cache that answers for the edge runtime is a failure of its own", () => {
    const { findings } = examine(changed({ runtime: { edge: null, edgeCached: true } }));
    expect(findings[0]).toMatchObject({ code: "answers_cached", level: "fail" });
    expect(findings[0]?.change).toMatch(/Exclude .*every cache/);
  });

  test("an edge runtime that was not asked over http is told so", () => {
    const { findings } = examine(changed({ runtime: { edge: null, edgeInsecure: true } }));
    expect(findings[0]).toMatchObject({ code: "sdk_edge_unasked", level: "note" });
    expect(findings[0]?.what).toContain("in the clear");
  });
});

describe("a release and an environment that nobody has stated", () => {
  const unstated = { stated: { release: null, environment: null } };

  test("are compared with nothing, and shown as each runtime has them", () => {
    const edge = { ...healthy.runtime.edge, release: "7c1e", environment: "vercel-preview" };
    const { findings } = examine(changed({ runtime: { ...unstated, edge } }));
    expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
    expect(findings.find(({ code }) => code === "sdk_edge_ok")?.what).toBe(
      `It is started, and keeps the checks' errors. It has the release "7c1e" and the environment "vercel-preview", and nothing states whether that is right.`,
    );
  });

  test("leave what is stated to be compared", () => {
    const edge = { ...healthy.runtime.edge, environment: "vercel-preview" };
    const stated = { release: null, environment: "staging" };
    const { findings } = examine(changed({ runtime: { stated, edge } }));
    expect(findings.map(({ code }) => code)).toContain("sdk_edge_differs");
  });
});
