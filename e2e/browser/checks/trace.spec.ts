import { CATALOGUE } from "#checks/catalogue.js";
import { runCheck } from "../press";
import { expect, test } from "../test";

test("the button of sentry-trace proves the trace from this very browser on", async ({
  dashboard,
  target,
}) => {
  test.skip(target.local === null, "needs a trace sample rate above 0, which a deployment may not have");
  const card = await runCheck(dashboard, "Tracing");
  await expect(card.getByText(/^Pass/).first()).toBeVisible();
  // Of a trace that no browser began it would be one.
  await expect(card).not.toContainText("with a warning");
  await card.getByText(/^Compared: all/).click();
  await expect(card.getByRole("row", { name: /browser span/ })).toBeVisible();
  await expect(card.getByRole("row", { name: /route's parent/ })).toContainText("in the browser's span");
});

test("what the page sends while the trace's request is under way is on another trace", async ({
  dashboard: page,
  target,
}) => {
  test.skip(target.local === null, "needs a trace sample rate above 0, which a deployment may not have");
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/health/sentry-trace", async (route) => {
    await held;
    await route.continue();
  });
  const traceOf = async (path: string) => {
    const request = await page.waitForRequest((one) => one.method() === "POST" && one.url().endsWith(path));
    return (await request.allHeaders())["sentry-trace"]?.split("-")[0];
  };
  const [own] = await Promise.all([
    traceOf("/api/health/sentry-trace"),
    page.evaluate(() =>
      document.querySelector<HTMLFormElement>("[data-check=sentry-trace] form")?.requestSubmit(),
    ),
  ]);
  const [other] = await Promise.all([
    traceOf("/api/health/sentry"),
    runCheck(page, CATALOGUE[0]?.title ?? ""),
  ]);
  answer();
  expect(own).toMatch(/^[0-9a-f]{32}$/);
  expect(other).not.toBe(own);
  await expect(page.locator("[data-firing], [data-check][data-verdict=pending]")).toHaveCount(0);
});
