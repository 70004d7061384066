import { expect, it } from "vitest";
import { expectationsOf } from "#verdict/compare/expectations.js";
import { checkNamed, eventOf, partOf, runOf, spansOf } from "#verdict/testing/runs.js";
import { compactEvent, compactSpan } from "./compact-event.js";

const check = checkNamed("sentry-extra");
const run = runOf(check);
const spec = partOf(check, "main");
const part = run.parts[0] ?? { role: "main", eventId: run.id };
const path = spec.content.data?.path;
const huge = "x".repeat(3_000_000);

it("changes nothing that is compared of a healthy event", () => {
  const event = eventOf(run);
  const whole = expectationsOf(run, check, spec, part, event, 0);
  expect(expectationsOf(run, check, spec, part, compactEvent(event, path), 0)).toEqual(whole);
  expect(whole.every(({ ok }) => ok)).toBe(true);
});

it("keeps a bounded part of whatever a backend sends", () => {
  const event = eventOf(run, "main", {
    message: huge,
    release: huge,
    link: `https://sentry.example/${huge}`,
    tags: Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [`${i}${huge.slice(0, 500)}`, huge.slice(0, 5_000)]),
    ),
    data: { pino: { data: { huge }, more: huge }, other: huge },
    frames: Array.from({ length: 500 }, () => ({
      file: huge,
      function: huge,
      line: 1,
      inApp: true,
      source: huge,
    })),
  });
  const kept = compactEvent(event, path);
  expect(JSON.stringify(kept).length).toBeLessThan(700_000);
  expect(kept.data).toEqual({ pino: { data: expect.stringMatching(/characters, too many to keep$/) } });
});

it("keeps nothing of data that is nested without an end, and goes on", () => {
  for (const depth of [5_000, 500_000]) {
    const nested: unknown = JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
    const kept = compactEvent(eventOf(run, "main", { data: { pino: { data: nested } } }), path);
    expect(kept.data).toEqual({ pino: { data: "nested too deeply to keep" } });
    expect(expectationsOf(run, check, spec, part, kept, 0).some(({ ok }) => !ok)).toBe(true);
  }
});

it("keeps no data of a check that compares none, nor what only looks like it", () => {
  expect(compactEvent(eventOf(run), undefined).data).toEqual({});
  expect(compactEvent(eventOf(run, "main", { data: { pino: "text" } }), path).data).toEqual({});
  expect(compactEvent(eventOf(run, "main", { data: { pino: { data: null } } }), path).data).toEqual({
    pino: { data: null },
  });
});

it("changes no healthy span, and bounds any other", () => {
  const traced = runOf(checkNamed("sentry-trace"));
  for (const span of spansOf(traced)) expect(compactSpan(span)).toEqual(span);
  const [first] = spansOf(traced);
  if (!first) throw new Error("no span");
  expect(compactSpan({ ...first, name: huge }).name.length).toBeLessThan(2_100);
});
