import { expect, test } from "vitest";
import { CATALOGUE, DEFAULT_CHECKS } from "#checks/catalogue.js";
import { canaryCost } from "./cost.js";

test.each([
  ["@daily", DEFAULT_CHECKS, 30, 180],
  ["0 * * * *", DEFAULT_CHECKS, 720, 4_320],
  ["*/30 * * * *", DEFAULT_CHECKS, 1_440, 8_640],
  ["*/5 * * * *", DEFAULT_CHECKS, 8_640, 51_840],
  ["*/30 * * * *", ["sentry"], 1_440, 1_440],
  ["*/30 * * * *", ["sentry-inngest-ignored"], 1_440, 2_880],
  ["@monthly", ["sentry"], 1, 1],
  ["*/30 * * * *", ["no-such-check"], 1_440, 0],
])("by %s, %j fire %d rounds and cost %d events", (schedule, checks, rounds, events) => {
  expect(canaryCost(schedule, checks)).toEqual({ rounds, events });
});

test("every check costs what its catalogue entry says", () => {
  for (const { name, events } of CATALOGUE) expect(canaryCost("@hourly", [name]).events).toBe(720 * events);
});
