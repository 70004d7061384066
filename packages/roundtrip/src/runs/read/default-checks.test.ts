import { afterEach, expect, test } from "vitest";
import { DEFAULT_CHECKS } from "#checks/catalogue.js";
import { noteListed } from "#state/listed-checks.js";
import { remember } from "#state/singleton.js";
import { defaultChecks } from "./default-checks.js";

afterEach(() => remember("listed-checks", undefined));

test("until an app says what it takes, every default check counts", () => {
  expect(defaultChecks()).toEqual(DEFAULT_CHECKS);
});

test("a check that an app does not take is not fired unnamed", () => {
  noteListed(["sentry-edge", "sentry"]);
  expect(defaultChecks()).toEqual(["sentry"]);
});
