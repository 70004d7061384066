import { describe, expect, test } from "vitest";
import type { Level } from "#doctor/finding.js";
import { examine } from "#doctor/findings/examine.js";
import { changed, REHEARSED } from "#doctor/testing/facts.js";
import type { Rehearsed, TracingFacts } from "#sentry/sdk/state/facts.js";
import { PLACE } from "./place.js";

type Change = Partial<Rehearsed>;
const dropped = (by: string, change: Change = {}): Change => ({ by, drops: 3, ...change });

/** What is found where errors of these types fare otherwise in a runtime than in a healthy one. */
function found(runtime: "node" | "edge", fares: Readonly<Record<string, Change>>) {
  const rehearsed = REHEARSED.map((one) => ({ ...one, ...fares[one.type] }));
  return examine(changed({ runtime: { [runtime]: { rehearsed } } })).findings.filter(
    ({ level }) => level !== "ok",
  );
}

describe.each(["node", "edge"] as const)("a rehearsal in %s", (runtime) => {
  const file = PLACE[runtime].file;
  type Row = [
    situation: string,
    fares: Record<string, Change>,
    code: string,
    level: Level,
    what: string,
    change: string,
  ];
  const rule = dropped("ignoreErrors /^Roundtrip/", { fate: "ignored" });
  const rows: Row[] = [
    [
      "a rule matches two types",
      { RoundtripError: rule, RoundtripControl: rule },
      "ignores_checks",
      "fail",
      "IgnoreErrors /^Roundtrip/ matches RoundtripError, RoundtripControl.",
      `${file}: narrow ignoreErrors /^Roundtrip/`,
    ],
    [
      "addresses are denied",
      { RoundtripError: dropped("denyUrls or allowUrls", { fate: "ignored" }) },
      "ignores_checks",
      "fail",
      "DenyUrls",
      `${file}: let denyUrls and allowUrls`,
    ],
    [
      "the ignored type would be reported",
      { ValidationError: { fate: "kept", drops: 0 } },
      "ignore_rule_idle",
      "fail",
      "of the type ValidationError, would be reported",
      `${file}: ignoreErrors: [/^ValidationError(:|$)/]`,
    ],
    [
      "beforeSend answers null",
      { RoundtripError: dropped("beforeSend", { fate: "before_send" }) },
      "before_send_drops",
      "fail",
      "answers null to RoundtripError.",
      `${file}: let beforeSend in Sentry.init() return`,
    ],
    [
      "beforeSend throws",
      { RoundtripError: dropped("beforeSend", { fate: "before_send", threw: true }) },
      "before_send_drops",
      "fail",
      "throws with RoundtripError.",
      "beforeSend",
    ],
    [
      "beforeSend throws dice",
      { RoundtripError: dropped("beforeSend", { fate: "before_send", drops: 2 }) },
      "before_send_drops",
      "warn",
      "2 of 3 times",
      "beforeSend",
    ],
    [
      "a processor drops",
      { RoundtripNearMiss: dropped("QuietNights", { fate: "processor" }) },
      "processor_drops",
      "fail",
      'The processor "QuietNights" answers null to RoundtripNearMiss.',
      "addEventProcessor()",
    ],
  ];
  test.each(rows)("in which %s", (_, fares, code, level, what, change) => {
    const wrong = found(runtime, fares);
    expect(wrong.map((one) => [one.code, one.level])).toEqual([[`sdk_${runtime}_${code}`, level]]);
    expect(wrong[0]?.what).toContain(what);
    expect(wrong[0]?.change).toContain(change);
  });

  test("that beforeSend does not answer fails, and names it", () => {
    const silent: Change = { fate: "late", by: "beforeSend" };
    const wrong = found(runtime, { RoundtripError: silent, RoundtripControl: silent });
    expect(wrong.map((one) => [one.code, one.level])).toEqual([
      [`sdk_${runtime}_hook_never_answers`, "fail"],
    ]);
    expect(wrong[0]?.what).toContain("BeforeSend was given RoundtripError, RoundtripControl twice");
    expect(wrong[0]?.change).toContain(`${file}: let beforeSend return the event or null in every case`);
  });

  test("that did not end in time, at nobody's, blames nobody", () => {
    expect(found(runtime, { RoundtripError: { fate: "late" } })).toEqual([]);
  });

  test("that meets two droppers names each", () => {
    const wrong = found(runtime, {
      RoundtripError: rule,
      RoundtripControl: dropped("QuietNights", { fate: "processor" }),
    });
    expect(wrong).toHaveLength(2);
  });
});

describe("the error that the app means to ignore", () => {
  const own = (type: string, change: Change) => {
    const rehearsed = [
      ...REHEARSED.filter(({ toIgnore }) => !toIgnore),
      { type, toIgnore: true, fate: "kept" as const, by: "", threw: false, drops: 0, tries: 3, ...change },
    ];
    return examine(changed({ runtime: { node: { rehearsed } } })).findings.filter(
      ({ level }) => level !== "ok",
    );
  };

  test("is of the app's own class: that a rule drops it is well", () => {
    expect(own("OrderExpired", { fate: "ignored", drops: 3 })).toEqual([]);
  });

  test.each([
    ["OrderExpired", "ignoreErrors: [/^OrderExpired(:|$)/]"],
    ["Orders.Expired", "ignoreErrors: [/^Orders\\.Expired(:|$)/]"],
    // A rule for that type would ignore every error.
    ["Error", "match the text of that error"],
  ])("a %s that would be reported is named with a rule for it", (type, change) => {
    const [finding, ...others] = own(type, {});
    expect([finding?.code, others]).toEqual(["sdk_node_ignore_rule_idle", []]);
    expect(finding?.what).toContain(`of the type ${type}`);
    expect(finding?.change).toContain(change);
  });

  test("is not asked for where the app has none", () => {
    const rehearsed = REHEARSED.filter(({ toIgnore }) => !toIgnore);
    expect(examine(changed({ runtime: { node: { rehearsed }, edge: { rehearsed } } })).status).toBe("pass");
  });
});

describe("the SDK's options", () => {
  test("a log that nobody reads fails", () => {
    const { findings } = examine(changed({ runtime: { node: { pino: false } } }));
    expect(findings[0]).toMatchObject({ code: "sdk_node_pino_missing", level: "fail" });
    expect(findings[0]?.change).toContain("sentry.server.config.ts: integrations: [Sentry.pinoIntegration(");
  });

  test.each([
    [63, "warn"],
    [64, "pass"],
  ])("a queue of %d: %s", (queue, status) => {
    const answer = examine(changed({ runtime: { edge: { queue } } }));
    expect(answer.status).toBe(status);
    if (status === "warn") expect(answer.findings[0]).toMatchObject({ code: "sdk_edge_queue_small" });
  });
});

describe("the trace check's own request", () => {
  const tracing = (change: Partial<TracingFacts>) => ({
    rate: 0.1,
    on: true,
    sampled: 1,
    ignoredBy: null,
    ...change,
  });
  test.each<[Partial<TracingFacts>, string | null, string]>([
    [{}, null, ""],
    [{ sampled: true }, null, ""],
    [{ rate: 0, sampled: false }, null, ""],
    [{ rate: 0, sampled: 0, on: false }, null, ""],
    [{ openTelemetry: false }, "sdk_node_no_open_telemetry", "enableOpenTelemetrySetup"],
    [{ on: false, sampled: 0 }, "sdk_node_tracing_off", "0.1"],
    [{ sampled: 0.1 }, "sdk_node_sampler_own_way", "answers 0.1"],
    [{ sampled: false }, "sdk_node_sampler_own_way", "must always be traced"],
    [{ sampled: null }, "sdk_node_sampler_own_way", "throws"],
    [{ rate: 0, sampled: 1 }, "sdk_node_sampler_own_way", "must never be traced"],
    [{ ignoredBy: "/./" }, "sdk_node_ignores_spans", "/./"],
    [{ rate: 0, sampled: false, ignoredBy: "/./" }, null, ""],
  ])("with %j: %s", (change, code, what) => {
    const wrong = examine(changed({ runtime: { tracing: tracing(change) } })).findings.filter(
      ({ level }) => level !== "ok",
    );
    expect(wrong.map((one) => [one.code, one.level])).toEqual(code === null ? [] : [[code, "warn"]]);
    if (code) expect(wrong[0]?.what).toContain(what);
    if (code) expect(wrong[0]?.change).toMatch(/^sentry\.server\.config\.ts: /);
  });
});
