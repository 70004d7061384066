import type { Locator, Page } from "@playwright/test";
import { LISTED } from "../listed";
import { runAll } from "../press";
import { control, expect, expectAccessible, type Target, test } from "../test";

const REMEDY = "Compare SENTRY_DSN with the DSN that Sentry shows";

test.use({ tolerates: /Failed to load resource/ });
test.beforeEach(({ target }) => {
  test.skip(target.local === null, "needs the stand-in: it must be told to refuse");
});
test.afterEach(async ({ target }) => {
  if (target.local) await control(target.local.sentry, "reset", {}, "POST");
});

const row = (page: Page, title: string) => page.getByRole("article", { name: title, exact: true });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** Whether that is so from the test before: to run all checks costs more than all else that these tests do. */
const isRefused = async (page: Page): Promise<boolean> =>
  (await heading(page).textContent()) === `${LISTED.length} checks fail.` &&
  (await page.getByText(REMEDY).count()) === 1;

/** The page as somebody opens it after every check was refused for the same reason. */
async function allRefused(page: Page, target: Target): Promise<void> {
  if (await isRefused(page)) return;
  await control(target.local?.sentry ?? "", "ingest", { mode: "status", status: 403 });
  await runAll(page);
  await page.reload();
  await expect(page.locator("[data-live=yes]")).toBeVisible();
}

test("a cause that checks share is explained once; the others lead there, and each keeps its verdict", async ({
  dashboard: page,
  target,
}) => {
  await allRefused(page, target);
  await expect(heading(page)).toHaveText(/^\d+ checks fail\.$/);
  const rows = page.locator(".rt-checks > [data-verdict=fail]");
  const failing = await rows.count();
  expect(failing).toBeGreaterThan(3);
  await expect(rows.locator("[data-badge]").filter({ hasText: "Fail", visible: true })).toHaveCount(failing);
  await expect(page.getByText(REMEDY)).toHaveCount(1);
  await expect(row(page, "Route handler").getByText(REMEDY)).toBeVisible();

  const other = row(page, "Inngest task");
  await expect(other.locator("summary").first()).toContainText("Same cause as Route handler.");
  await other.locator("summary").first().click();
  await expect(other.getByText("What to do is written there.")).toBeVisible();
  await expectAccessible(page);
  await row(page, "Route handler").locator("summary").first().click();
  await other.getByRole("link", { name: "Route handler" }).click();
  await expect(row(page, "Route handler").getByText(REMEDY)).toBeInViewport();

  await page.goto(`${target.url}/admin/sentry/history?environment=demo`);
  const incidents = page.getByRole("region", { name: "Incidents" }).getByRole("listitem");
  await expect(incidents.filter({ hasText: "Still failing" })).toHaveCount(failing);
  await expect(page.getByText(REMEDY)).toHaveCount(1);
  await expect(incidents.nth(1)).toContainText("What to do is written there.");
  await expect(
    page.getByRole("link", { name: /^Open (Client Keys|Settings, Projects) in Sentry/ }),
  ).toHaveCount(1);
  await incidents
    .nth(1)
    .getByRole("link", { name: /^[^,]+$/ })
    .first()
    .click();
  await expect(page.getByText(REMEDY)).toBeInViewport();
});

const topOf = async (one: Locator) => (await one.boundingBox())?.y ?? Number.NaN;

test("what to do comes before the track, on a phone within its first screens", async ({
  dashboard: page,
  target,
}) => {
  await allRefused(page, target);
  for (const width of [1280, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const first = row(page, "Route handler");
    const [line, remedy, track] = [
      await topOf(first),
      await topOf(first.getByText(REMEDY)),
      await topOf(first.getByRole("list", { name: "Stages" })),
    ];
    expect(remedy, `${width}`).toBeLessThan(track);
    expect(remedy - line, `${width}`).toBeLessThan(400);
  }
});

test("a check that leads to another one's cause says its own as soon as the other runs again", async ({
  dashboard: page,
  target,
}) => {
  await allRefused(page, target);
  const { sentry = "" } = target.local ?? {};
  await control(sentry, "reset", {}, "POST");
  await control(sentry, "delay", { ms: 3_600_000 });
  await row(page, "Route handler").getByRole("button", { name: /^Run / }).click();
  await expect(row(page, "Route handler").getByText("Running").first()).toBeVisible();
  // Out of sight, since nobody has opened it.
  await expect(row(page, "Logger with data")).toContainText(REMEDY);
  await expect(page.getByText("Same cause as Route handler.")).toHaveCount(0);
});
