import { runCheck } from "../press";
import { expect, test } from "../test";

/** Answers with what a first request got, whatever the next one is: a service worker, or a cache before the app. */
test("a kept answer to an earlier firing is no run, and the page says what stands in the way", async ({
  dashboard,
}) => {
  let kept: { status: number; headers: Record<string, string>; body: Buffer } | undefined;
  await dashboard.route("**/api/health/sentry-extra", async (route) => {
    if (kept) return route.fulfill(kept);
    const answer = await route.fetch();
    const taken = { status: answer.status(), headers: answer.headers(), body: await answer.body() };
    if (taken.status !== 429) kept = taken;
    return route.fulfill(taken);
  });
  // Not only a pass: on a used page that of an earlier run is there before the first press.
  const card = await runCheck(dashboard, "Logger with data");
  await expect(card.getByText(/^Pass/).first()).toBeVisible();
  await card.getByRole("button", { name: /^Run / }).click();
  await expect(dashboard.getByText("A cache answered in the app's place.").first()).toBeVisible();
  await expect(dashboard.getByText(/Let no cache and no service worker keep answers/).first()).toBeVisible();
});

test("a service worker that keeps what the app says of a run does not hold its verdict back unseen", {
  tag: "@long",
}, async ({ dashboard }) => {
  const card = dashboard.getByRole("article", { name: "Logger with data" });
  await dashboard.route(/\/admin\/sentry\?only=/, async (route) => {
    const headers = { ...route.request().headers(), "x-check-nonce": "of-an-earlier-request" };
    await route.fulfill({ response: await route.fetch({ headers }) });
  });
  await card.getByRole("button", { name: /^Run / }).click();
  await expect(dashboard.getByText("A cache answered in the app's place.").first()).toBeVisible();
});
