import { expect, test } from "vitest";
import { answer } from "./all.js";

const answered = async (path: string, segments: readonly string[]) => {
  const params = Promise.resolve({ roundtrip: [...segments] });
  const response = await answer(new Request(`http://localhost${path}`), { params });
  return [response.status, ((await response.json()) as { detail: string }).detail];
};

const NONE = "Roundtrip has no such address.";

test.each([
  [
    "/api/health/sentry-extra",
    "sentry-extra",
    "This app has no route for the check sentry-extra: add app/api/health/sentry-extra/route.ts.",
  ],
  [
    "/shop/api/health/sentry-extra/",
    "sentry-extra",
    "This app has no route for the check sentry-extra: add app/api/health/sentry-extra/route.ts.",
  ],
  ["/api/health/sentry-nothing", "sentry-nothing", NONE],
  // Next.js decodes the segment after it has looked for a route, which may be there.
  ["/api/health/%73entry-extra", "sentry-extra", NONE],
  ["/api/health/sentry%2Dextra/", "sentry-extra", NONE],
])("%s names a missing route only where the address is the check's own", async (path, segment, detail) => {
  expect(await answered(path, [segment])).toEqual([404, detail]);
});

test.each(["HEAD", "DELETE", "PUT"])("an address that fires by GET fires by no %s", async (method) => {
  const params = Promise.resolve({ roundtrip: ["sentry", "verify"] });
  const response = await answer(new Request("http://localhost/api/health/sentry/verify", { method }), {
    params,
  });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST"]);
});
