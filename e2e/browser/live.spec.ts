import { CATALOGUE } from "#checks/catalogue.js";
import { LISTED } from "./listed";
import { runAll, runCheck } from "./press";
import { expect, test } from "./test";

const FIRST = CATALOGUE[0]?.title ?? "";

test("nothing moves while verdicts arrive, and each is announced once", async ({
  dashboard: page,
  target,
}) => {
  await runAll(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^All \d+ checks pass/);
  await page.reload();
  await expect(page.locator("[data-live=yes]")).toBeVisible();
  await page.evaluate(() => {
    const moved: number[] = [];
    Reflect.set(window, "moved", moved);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        moved.push(entry.value);
    }).observe({ type: "layout-shift" });
  });
  const fired = await runAll(page);
  const log = page.getByRole("log", { name: "Verdicts" });
  await expect(log.getByText(/ passes\./)).toHaveCount(fired);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^All \d+ checks pass/);
  // Where firing is limited, a check that was refused says so in its row, which moves what is below: no verdict's doing.
  if (target.local) expect(fired).toBe(LISTED.length);
  else if (fired > LISTED.length) return;
  // A shift of what the eye sees is 0.1 and more; what a pixel's rounding makes is none.
  const moved = await page.evaluate(() => Reflect.get(window, "moved") as number[]);
  expect(moved.reduce((sum, one) => sum + one, 0)).toBeLessThan(0.001);
});

test("a page that shows the verdict of what it fired asks only whether anything is new", async ({
  dashboard: page,
}) => {
  const row = await runCheck(page, FIRST);
  await expect(row.getByText(/^Pass/).first()).toBeVisible();
  await expect(row).not.toHaveAttribute("data-firing");
  // While anything is followed, nothing but that is asked for.
  expect((await page.waitForRequest((one) => one.url().endsWith("/sentry/status"))).method()).toBe("GET");
});

test("a page that lies open learns what another has started, by a request that costs nothing until then", async ({
  dashboard: page,
  target,
}) => {
  await runCheck(page, FIRST);
  const row = page.getByRole("article", { name: FIRST, exact: true });
  await expect(row.getByText(/^Pass/).first()).toBeVisible();
  await page.reload();
  const link = row.getByRole("link", { name: /^Page of run/ });
  await row.locator("summary").first().click();
  const before = await link.textContent();
  const unchanged = await page.waitForResponse((one) => one.url().endsWith("/sentry/status"));
  const known = unchanged.headers().etag;
  expect(known).toBeTruthy();
  // As when somebody comes back to the tab.
  const look = () => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  const again = page.waitForResponse((one) => one.url().endsWith("/sentry/status"));
  await look();
  // By this the page knows that nothing changed, whether all is well (304) or not (503).
  expect((await again).headers().etag).toBe(known);

  const headers = { authorization: `Bearer ${target.token}` };
  await page.request.post(`${target.url}/api/health/sentry/verify`, {
    data: { checks: ["sentry"], wait: 60 },
    headers,
  });
  await look();
  await expect(link).not.toHaveText(before ?? "");
  await expect(row.getByText(/^Pass/).first()).toBeVisible();
});
