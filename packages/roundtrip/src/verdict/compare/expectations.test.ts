import { describe, expect, it } from "vitest";
import type { StoredEvent } from "#verdict/evidence/stored-event.js";
import { judge } from "#verdict/judge/run.js";
import type { Run } from "#verdict/run.js";
import { checkNamed, eventId, eventOf, HOUR, healthy, later, partOf, runOf } from "#verdict/testing/runs.js";
import { expectationsOf, sameJson } from "./expectations.js";
import { causeOfMismatch } from "./mismatches.js";

/** One thing changed on the stored side, by the comparison that must notice it. */
const CHANGES: Record<string, (event: StoredEvent) => Partial<StoredEvent>> = {
  "event id": () => ({ eventId: "0".repeat(32) }),
  message: ({ message }) => ({ message: message.replace("on purpose", "by chance") }),
  type: () => ({ type: "Error" }),
  received: () => ({ receivedAt: later(-60_000) }),
  release: () => ({ release: "shop@0000000" }),
  environment: () => ({ environment: "production" }),
  level: () => ({ level: "info" }),
  handled: ({ handled }) => ({ handled: !handled }),
  mechanism: () => ({ mechanism: "generic" }),
  runtime: () => ({ runtime: "browser" }),
  "tag check": ({ tags }) => ({ tags: { ...tags, check: "other" } }),
  "tag check.run": ({ tags }) => ({ tags: { ...tags, "check.run": "0".repeat(32) } }),
  "tag commit_tag": ({ tags }) => ({ tags: { ...tags, commit_tag: "v4.1" } }),
  trace: () => ({ traceId: "0".repeat(32) }),
  "data pino.data": () => ({ data: { pino: { data: { number: 1, divider: 1 } } } }),
  source: () => ({ frames: [] }),
};
const PLACES = [
  ["sentry", "main"],
  ["sentry-extra", "main"],
  ["sentry-extra", "unserializable"],
  ["sentry-inngest", "main"],
  ["sentry-inngest-ignored", "control"],
  ["sentry-inngest-ignored", "near"],
] as const;

function compare(name: string, role: string, change: Partial<StoredEvent> = {}, run?: Partial<Run>) {
  const check = checkNamed(name);
  const fired = runOf(check, run);
  const event = eventOf(fired, role, change);
  return expectationsOf(fired, check, partOf(check, role), { role, eventId: eventId(role) }, event, 0);
}

describe.each(PLACES)("the event of %s (%s)", (name, role) => {
  const prefix = role === "main" ? "" : `${role}: `;
  const all = compare(name, role);

  it("meets every comparison when it is as meant", () => {
    expect(all.filter((one) => !one.ok)).toEqual([]);
  });

  it("is compared in every respect that its check has", () => {
    const names = Object.keys(CHANGES).filter((one) => one !== "data pino.data" || name === "sentry-extra");
    expect(all.map((one) => one.name).sort()).toEqual(names.map((one) => prefix + one).sort());
  });

  it.each(all.map((one) => one.name))("differs in nothing but what was changed: %s", (changed) => {
    const change = CHANGES[changed.slice(prefix.length)];
    const event = eventOf(runOf(checkNamed(name)), role);
    const failed = compare(name, role, change?.(event)).filter((one) => !one.ok);
    expect(failed.map((one) => one.name)).toEqual([changed]);
    expect(failed[0]?.actual).not.toBe(failed[0]?.expected);
  });

  it("is a fail, named by the comparison, when a must is missed, and a warn when a should is", () => {
    const check = checkNamed(name);
    const run = runOf(check);
    for (const { name: changed, level } of all) {
      const event = { ...eventOf(run, role), ...CHANGES[changed.slice(prefix.length)]?.(eventOf(run, role)) };
      const evidence = healthy(run).map((one) =>
        one.kind === "found" && one.role === role ? { ...one, event } : one,
      );
      const said = judge(check, run, evidence, HOUR);
      const failed = said.expectations.filter((one) => !one.ok);
      expect(failed.map((one) => one.name)).toEqual([changed]);
      if (level === "should") {
        expect(said.warnings.map((one) => one.code)).toContain("source_no_frames");
      } else {
        expect(said.verdict).toBe("fail");
        const part = { role, eventId: eventId(role) };
        const given = { run, check, spec: partOf(check, role), part, evidence, now: HOUR };
        expect(failed.map((one) => causeOfMismatch(one, said.expectations, given))).toEqual([said.cause]);
      }
    }
  });
});

describe("a comparison", () => {
  const failed = (name: string, change: Partial<StoredEvent>, run?: Partial<Run>) =>
    compare(name, "main", change, run).filter((one) => !one.ok);

  it("shows what is not there as (none), and data as JSON", () => {
    expect(failed("sentry", { release: null })).toMatchObject([
      { expected: "shop@4f2a91c", actual: "(none)" },
    ]);
    expect(failed("sentry-extra", { data: { pino: { data: [1] } } })).toMatchObject([
      { expected: '{"number":1,"divider":0}', actual: "[1]" },
    ]);
  });

  it("does not ask for a trace or a commit tag where the run has none", () => {
    const { expected } = runOf(checkNamed("sentry"));
    const run = { traceId: null, expected: { ...expected, commitTag: null } };
    const names = compare("sentry", "main", { traceId: null, tags: {} }, run).map((one) => one.name);
    expect(names).not.toContain("trace");
    expect(names).not.toContain("tag commit_tag");
  });

  it.each([
    ["sentry", "main", "auto.function.nextjs.route_handler"],
    ["sentry-render", "nested", "auto.function.nextjs.server_component"],
    ["sentry-control-flow", "control", "auto.function.nextjs.server_component"],
    ["sentry-action", "main", "auto.function.nextjs.server_action"],
    ["sentry-edge", "uncaught", "auto.function.nextjs.route_handler"],
  ])("takes what the SDK puts around the place of %s (%s) for its report", (name, role, mechanism) => {
    const one = compare(name, role, { mechanism }).find((each) => each.name.endsWith("mechanism"));
    expect(one).toMatchObject({ expected: mechanism, actual: mechanism, ok: true });
  });

  it.each([
    ["sentry", "main", "auto.function.nextjs.server_component"],
    ["sentry-extra", "main", "auto.function.nextjs.route_handler"],
    ["sentry-edge", "main", "auto.function.nextjs.route_handler"],
    ["sentry-inngest", "main", "auto.function.nextjs.route_handler"],
  ])("does not take it for the report of another place: %s (%s), %s", (name, role, mechanism) => {
    const one = compare(name, role, { mechanism }).find((each) => each.name.endsWith("mechanism"));
    expect(one).toMatchObject({ actual: mechanism, ok: false });
  });

  it.each(["main", "unserializable"])(
    "takes what the console was given for the logger's data: %s",
    (role) => {
      const data = { arguments: ["[Error]", { divider: 0, number: 1 }] };
      const change = { mechanism: "auto.core.capture_console", data };
      expect(compare("sentry-extra", role, change).filter((one) => !one.ok)).toEqual([]);
      const cut = compare("sentry-extra", role, { ...change, data: { arguments: ["[Error]", "[Object]"] } });
      expect(cut.filter((one) => !one.ok)).toMatchObject([{ actual: "[Object]" }]);
    },
  );

  it("does not mix the two ways to log", () => {
    const console = "auto.core.capture_console";
    expect(failed("sentry-extra", { mechanism: console })).toMatchObject([{ name: "data arguments.1" }]);
    expect(failed("sentry-extra", { data: { arguments: [{}, { number: 1, divider: 0 }] } })).toMatchObject([
      { name: "data pino.data" },
    ]);
    expect(failed("sentry-inngest", { mechanism: console })).toMatchObject([{ name: "mechanism" }]);
  });

  it.each([true, false, null])(
    "leaves it to the console's integration what it counts a log as: %s",
    (handled) => {
      const data = { arguments: ["[Error]", { number: 1, divider: 0 }] };
      expect(failed("sentry-extra", { mechanism: "auto.core.capture_console", data, handled })).toEqual([]);
    },
  );

  it("takes an uncaught error from the console as long as it counts as unhandled", () => {
    const mechanism = "auto.core.capture_console";
    expect(failed("sentry", { mechanism })).toEqual([]);
    expect(failed("sentry", { mechanism, handled: true })).toMatchObject([{ name: "handled" }]);
  });

  it("expects what the caller says rather than what the process believes", () => {
    const { expected } = runOf(checkNamed("sentry"));
    const run = { expected: { ...expected, release: "shop@new", fromCaller: true } };
    expect(failed("sentry", {}, run)).toMatchObject([{ name: "release", expected: "shop@new" }]);
  });

  it.each([
    ["before the firing, beyond two seconds", -2_001, 0, false],
    ["two seconds before the firing, as clocks count whole seconds", -2_000, 0, true],
    ["before the firing on our clock, on a backend that is behind by as much", -60_000, -60_000, true],
    ["after the firing on our clock, on a backend that is ahead by more", 30_000, 60_000, false],
  ])("takes an event for received %s: %i ms, skew %i, ok %s", (_title, received, skew, ok) => {
    const check = checkNamed("sentry");
    const run = runOf(check);
    const event = eventOf(run, "main", { receivedAt: later(received) });
    const part = { role: "main", eventId: eventId("main") };
    const list = expectationsOf(run, check, partOf(check, "main"), part, event, skew);
    expect(list.find((one) => one.name === "received")?.ok).toBe(ok);
  });

  it("compares the raw times where the backend's clock is not known", () => {
    const check = checkNamed("sentry");
    const run = runOf(check);
    const part = { role: "main", eventId: eventId("main") };
    const list = expectationsOf(run, check, partOf(check, "main"), part, eventOf(run), null);
    expect(list.filter((one) => !one.ok)).toEqual([]);
  });

  it("survives times that are no dates", () => {
    expect(failed("sentry", { receivedAt: -1e300 })).toMatchObject([
      { name: "received", actual: "-1e+300 ms" },
    ]);
  });

  it("does not take text in the place of a parent for the data itself", () => {
    expect(failed("sentry-extra", { data: { pino: "[Filtered]" } })).toMatchObject([
      { actual: "[Filtered]" },
    ]);
    expect(failed("sentry-extra", { data: {} })).toMatchObject([{ actual: "(none)" }]);
    expect(failed("sentry-extra", { data: { pino: null } })).toMatchObject([{ actual: "(none)" }]);
  });

  it("does not find at a path what stands in the place of a parent, even where both are the same text", () => {
    const check = checkNamed("sentry-extra");
    const run = runOf(check);
    const spec = partOf(check, "main");
    const content = { ...spec.content, data: { path: "pino.data", value: "ten" } };
    const event = eventOf(run, "main", { data: { pino: "ten" } });
    const part = { role: "main", eventId: eventId("main") };
    const list = expectationsOf(run, check, { ...spec, content }, part, event, 0);
    expect(list.find((one) => one.name === "data pino.data")?.ok).toBe(false);
  });

  it.each([
    ["in another folder", { file: "webpack:///./app/api/health/sentry/route.ts" }, true],
    ["whose name only ends alike", { file: "myapp/api/health/sentry/route.ts" }, false],
    ["of a library", { inApp: false }, false],
    ["without a line", { line: null }, false],
    ["without its text", { source: null }, false],
    ["with blank text", { source: "  " }, false],
  ])("wants the original source file %s: %o is %s", (_title, change, ok) => {
    const frame = eventOf(runOf(checkNamed("sentry"))).frames[1];
    const frames = frame ? [{ ...frame, ...change }] : [];
    expect(compare("sentry", "main", { frames }).find((one) => one.name === "source")?.ok).toBe(ok);
  });

  it.each([
    ["src/lib/roundtrip.ts", {}, true],
    ["webpack:///./lib/inngest/fail.js", {}, true],
    ["app:///.next/server/chunks/4711.js", {}, false],
    ["/_next/static/chunks/4711.js", {}, false],
    ["packages/roundtrip/dist/next/tasks/raise.js", {}, false],
    ["src/lib/roundtrip.ts", { source: null }, false],
    ["src/lib/roundtrip.ts", { inApp: false }, false],
  ])("takes a task's error from where the app makes its tasks: %s, %o is %s", (file, change, ok) => {
    const frame = eventOf(runOf(checkNamed("sentry-inngest"))).frames[1];
    const frames = frame ? [{ ...frame, file, ...change }] : [];
    expect(compare("sentry-inngest", "main", { frames }).find((one) => one.name === "source")?.ok).toBe(ok);
  });

  it.each([
    ["sentry-browser", "packages/roundtrip/dist/ui/browser-run/raiser.js", true, true],
    [
      "sentry-browser",
      "turbopack:///[project]/node_modules/@roundtrip/next/dist/ui/browser-run/raiser.js",
      false,
      true,
    ],
    [
      "sentry-browser",
      "turbopack:///[project]/node_modules/react-dom/cjs/react-dom-client.production.js",
      false,
      false,
    ],
    ["sentry-browser", "app/admin/checks/browser/[run]/page.tsx", true, false],
    ["sentry-proxy", "packages/roundtrip/dist/next/proxy.js", true, true],
    ["sentry-proxy", "node_modules/@roundtrip/next/dist/next/proxy.js", false, true],
    ["sentry-proxy", "node_modules/next/dist/server/web/adapter.js", false, false],
  ])(
    "takes an error of %s from the package, linked or installed: %s, in_app is %s: %s",
    (check, file, inApp, ok) => {
      const [, frame] = eventOf(runOf(checkNamed(check))).frames;
      const frames = frame ? [{ ...frame, file, inApp }] : [];
      expect(compare(check, "main", { frames }).find((one) => one.name === "source")?.ok).toBe(ok);
    },
  );

  it.each([
    ["sentry", "app/api/health/sentry/route.js", true],
    ["sentry", "src/app/api/health/sentry/route.mjs", true],
    ["sentry", "app/api/health/sentry/other.js", false],
    ["sentry", "shop.app/api/health/sentry/route.js/more.js", false],
    ["sentry", ".next/server/app/api/health/sentry/route.js", false],
    ["sentry", "app:///_next/server/app/api/health/sentry/route.js", false],
    ["sentry", "output/server/app/api/health/sentry/route.js", false],
    ["sentry-render", "app/admin/checks/render/page.jsx", true],
    ["sentry-proxy", "node_modules/@roundtrip/next/dist/next/proxy.ts", false],
  ])(
    "takes the file under its name for an app in JavaScript, and no built one: %s in %s: %s",
    (name, file, ok) => {
      const [, frame] = eventOf(runOf(checkNamed(name))).frames;
      const frames = frame ? [{ ...frame, file, inApp: true }] : [];
      expect(compare(name, "main", { frames }).find((one) => one.name === "source")?.ok).toBe(ok);
    },
  );

  it("is content with one whole frame of several in the original file", () => {
    const [, frame] = eventOf(runOf(checkNamed("sentry"))).frames;
    const frames = frame ? [{ ...frame, source: null }, frame] : [];
    expect(failed("sentry", { frames })).toEqual([]);
  });
});

describe("equality of JSON", () => {
  it.each([
    [{ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [{ a: undefined }, { b: undefined }, false],
    [[1, 2], [2, 1], false],
    [[1], { 0: 1 }, false],
    [1, "1", false],
    [null, {}, false],
    [0, false, false],
    [null, null, true],
  ])("%j and %j: %s", (a, b, same) => {
    expect(sameJson(a, b)).toBe(same);
    expect(sameJson(b, a)).toBe(same);
  });
});
