import { expect, test } from "./test";

/** Answers with what a first request got, whatever the next one is: a service worker, or a cache before the app. */
test("a kept answer to an earlier firing is no run, and the page says what stands in the way", async ({
  dashboard,
}) => {
  const card = dashboard.getByRole("article", { name: "Logger with data" });
  const button = card.getByRole("button", { name: /^Run / });
  let kept: { status: number; headers: Record<string, string>; body: Buffer } | undefined;
  await dashboard.route("**/api/health/sentry-extra", async (route) => {
    if (kept) return route.fulfill(kept);
    const answer = await route.fetch();
    kept = { status: answer.status(), headers: answer.headers(), body: await answer.body() };
    return route.fulfill(kept);
  });
  await button.click();
  await expect(card.getByText(/^Pass/).first()).toBeVisible();
  await button.click();
  await expect(dashboard.getByText("A cache answered in the app's place.").first()).toBeVisible();
  await expect(dashboard.getByText(/Let no cache and no service worker keep answers/).first()).toBeVisible();
});

test("a service worker that keeps what the app says of a run does not hold its verdict back unseen", {
  tag: "@long",
}, async ({ dashboard }) => {
  const card = dashboard.getByRole("article", { name: "Logger with data" });
  let kept: { status: number; headers: Record<string, string>; body: Buffer } | undefined;
  await dashboard.route(/\/api\/health\/sentry\/runs\/[0-9a-f]{32}\?/, async (route) => {
    if (!kept) {
      const answer = await route.fetch();
      kept = { status: answer.status(), headers: answer.headers(), body: await answer.body() };
      kept.body = Buffer.from(String(kept.body).replace(/"verdict":"\w+"/, '"verdict":"pending"'));
    }
    return route.fulfill(kept);
  });
  await card.getByRole("button", { name: /^Run / }).click();
  await expect(dashboard.getByText("A cache answered in the app's place.").first()).toBeVisible();
});
