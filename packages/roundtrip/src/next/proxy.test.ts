import { expect, test } from "vitest";
import { isRoundtrips } from "./proxy.js";

test.each([
  ["/api/health/sentry", true],
  ["/api/health/sentry-inngest", true],
  ["/admin/login", true],
  ["/admin/sentry/history", true],
  ["/admin/checks/proxy", true],
  ["/admin", false],
  ["/admin/users", false],
  ["/admin/sentryx", false],
  ["/api/health/sentry/doctor/edge", true],
  ["/api/health/sentry/doctor", false],
  ["/api/health/sentry/doctor/edge/x", false],
  ["/api/health/sentry/runs/1", false],
  ["/api/health/live", false],
  ["/", false],
])("%s is Roundtrip's to answer: %s", (pathname, ours) => {
  expect(isRoundtrips({ pathname })).toBe(ours);
});
