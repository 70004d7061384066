import { expect, it } from "vitest";
import { odd, plain } from "../testing/addresses.js";
import { addressed } from "./said.js";

it.each([
  ["Open /admin/sentry and press its button.", "Open /shop/ops/errors/ and press its button."],
  ["Open the page (/admin/sentry/runs/ID).", "Open the page (/shop/ops/errors/runs/ID/)."],
  ["`curl -i $APP_URL/api/health/live`: read it", "`curl -i $APP_URL/shop/internal/health/live/`: read it"],
  [
    "below /api/health, /admin/sentry and /admin/checks: exclude",
    "below /shop/internal/health/, /shop/ops/errors/ and /shop/ops/raises/: exclude",
  ],
  ["protection before /api/inngest. Then", "protection before /shop/hooks/inngest/. Then"],
  // Next.js adds the base path to what its own configuration names.
  [
    'let config.matcher hold "/api/health/sentry", "/admin/checks/:path*"',
    'let config.matcher hold "/internal/health/sentry", "/ops/raises/:path*"',
  ],
  ["Add app/api/health/sentry/route.ts.", "Add app/internal/health/sentry/route.ts."],
  ["The same of app/api/inngest/route.ts: export", "The same of app/hooks/inngest/route.ts: export"],
  ["The app's own /api/healthy and /admin stay.", "The app's own /api/healthy and /admin stay."],
  ["Said already: /shop/api/health/live/ is there.", "Said already: /shop/api/health/live/ is there."],
  [
    "https://other.example/api/health/live is not ours.",
    "https://other.example/api/health/live is not ours.",
  ],
])("%s", (sentence, said) => {
  expect(addressed(sentence, odd)).toBe(said);
  expect(addressed(sentence, plain)).toBe(sentence);
});
