import type { Route } from "@playwright/test";
import { CATALOGUE } from "#checks/catalogue.js";
import { comeBack, isIdleLook, runElsewhere } from "../elsewhere";
import { LISTED } from "../listed";
import { firesAt, RUN_ALL, runAll, runCheck } from "../press";
import { expectUnmoved, watchShifts } from "../shifts";
import { expect, headline, test } from "../test";

const FIRST = CATALOGUE[0]?.title ?? "";

test("a page that shows the verdict of what it fired asks only whether anything is new", async ({
  dashboard: page,
}) => {
  await page.clock.install();
  await page.reload();
  const row = await runCheck(page, FIRST);
  await expect(row.getByText(/^Pass/).first()).toBeVisible();
  await expect(row).not.toHaveAttribute("data-firing");
  // While anything is followed, nothing but that is asked for.
  const methods: string[] = [];
  page.on("request", (one) => void (isIdleLook(one) && methods.push(one.method())));
  const next = async () => {
    await page.clock.runFor(1_000);
    return methods[0];
  };
  await expect.poll(next, { intervals: [20] }).toBe("GET");
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
  const unchanged = page.waitForResponse(isIdleLook);
  await comeBack(page);
  const known = (await unchanged).headers().etag;
  expect(known).toBeTruthy();
  const again = page.waitForResponse(isIdleLook);
  await comeBack(page);
  // By this the page knows that nothing changed.
  expect((await again).headers().etag).toBe(known);

  await runElsewhere(page, target);
  await comeBack(page);
  await expect(link).not.toHaveText(before ?? "");
  await expect(row.getByText(/^Pass/).first()).toBeVisible();
});

test("a row that is read anew while its check is being fired keeps its button until that run is shown", async ({
  dashboard: page,
  target,
}) => {
  const row = await runCheck(page, FIRST);
  await expect(row.getByText(/^Pass/).first()).toBeVisible();
  await expect(row).not.toHaveAttribute("data-firing");
  const link = row.getByRole("link", { name: /^Page of run/ });
  const before = await link.textContent();
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/health/sentry", async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  const button = row.getByRole("button", { name: /^Run again/ });
  await button.click();
  await expect(button).toBeDisabled();
  // Another's run of the same check: the row is rendered anew, and the button with it.
  await runElsewhere(page, target);
  await comeBack(page);
  await expect(link).not.toHaveText(before ?? "");
  await expect(button).toBeDisabled();
  answer();
  await expect(button).toBeEnabled();
  await expect(row.getByText(/^Pass/).first()).toBeVisible();
});

test("of all checks those are fired first that ran longest ago, so that where a limit admits some, the next press fires the others", {
  tag: "@long",
}, async ({ dashboard: page }) => {
  await runAll(page);
  const row = await runCheck(page, FIRST);
  await expect(row.getByText(/^Pass/).first()).toBeVisible();
  await expect(row).not.toHaveAttribute("data-firing");
  const fired: string[] = [];
  await page.route(firesAt, (route) => {
    fired.push(new URL(route.request().url()).pathname);
    return refuse(route, 429, "Too many");
  });
  await page.getByRole("button", { name: RUN_ALL }).click();
  await expect.poll(() => fired.length).toBe(LISTED.length);
  // A browser's checks, and the trace's, ask for something else first.
  const plain = fired.filter((path) => !/(runs|-trace)$/.test(path));
  expect(plain.at(-1)).toBe("/api/health/sentry");
  await expect(page.locator("[data-firing]")).toHaveCount(0);
});

const refuse = (route: Route, status: number, title: string) =>
  route.fulfill({
    status,
    headers: { "content-type": "application/problem+json", "retry-after": "7" },
    body: JSON.stringify({ type: "about:blank", title, status }),
  });

test("a press is answered at once, said once, moves nothing, and is taken back with the reason where it is refused", async ({
  dashboard: page,
}) => {
  await runAll(page);
  await expect(headline(page)).toHaveText(/^All \d+ checks pass/);
  await page.reload();
  await expect(page.locator("[data-live=yes]")).toBeVisible();
  const log = page.getByRole("log", { name: "Verdicts" });
  const rows = page.getByRole("region", { name: "Checks", exact: true }).getByRole("article");
  const starting = rows.getByText("Starting…").filter({ visible: true });
  const passing = rows.getByText(/^Pass/).filter({ visible: true });
  const shown = await passing.count();
  const count = await rows.count();
  expect(shown).toBeGreaterThanOrEqual(count);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 2_400 });
    await watchShifts(page);
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route(firesAt, async (route) => {
      await held;
      return refuse(route, 429, "Too many");
    });
    await page.getByRole("button", { name: /^Run all/ }).click();
    await expect(starting).toHaveCount(count);
    await expect(passing).toHaveCount(0);
    await expect(log.getByText(`Starting ${count} checks…`)).toHaveCount(width === 1280 ? 1 : 2);
    await expect(log.getByText(/Starting/)).toHaveCount(width === 1280 ? 1 : 3);
    await expectUnmoved(page, `${width}`);
    answer();
    await expect(page.getByRole("alert").filter({ hasText: "Try again in 7 s." })).toBeVisible();
    await expect(starting).toHaveCount(0);
    await expect(passing).toHaveCount(shown);
    await expectUnmoved(page, `refused, ${width}`);
    await rows.first().getByRole("button", { name: /^Run / }).click();
    await expect(log.getByText(/^Starting [^0-9]/)).toHaveCount(width === 1280 ? 1 : 2);
    await expect(starting).toHaveCount(0);
    await page.unroute(firesAt);
  }
});

test.describe("an answer that concerns one check", () => {
  test.use({ tolerates: /status of 400/ });
  test("is said in that check's line, and all of it in the open row, and moves nothing", {
    tag: "@long",
  }, async ({ dashboard: page }) => {
    await runAll(page);
    await page.reload();
    await expect(page.locator("[data-live=yes]")).toBeVisible();
    const said = page.getByRole("article").getByText("Not for this check.").filter({ visible: true });
    await page.route(firesAt, (route) => refuse(route, 400, "Not for this check"));
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 2_400 });
      await watchShifts(page);
      await page.getByRole("button", { name: RUN_ALL }).click();
      await expect(said).toHaveCount(LISTED.length);
      await expect(page.locator("[data-firing]")).toHaveCount(0);
      await expectUnmoved(page, `${width}`);
      await page.reload();
      await expect(page.locator("[data-live=yes]")).toBeVisible();
    }
    const row = page.getByRole("article", { name: FIRST, exact: true });
    await row.locator("summary").first().click();
    await row.getByRole("button", { name: /^Run again/ }).click();
    await expect(row.getByText("Not for this check.")).toHaveCount(2);
  });
});
