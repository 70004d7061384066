import type { Page } from "@playwright/test";
import { CATALOGUE } from "#checks/catalogue.js";
import { runCheck } from "../press";
import { shoot } from "../shoot";
import { expect, expectAccessible, test, whileHeld, whileRefused } from "../test";

/** A tab of the one who is signed in, whose browser runs no scripts. */
async function withoutScript(dashboard: Page, act: (plain: Page) => Promise<void>): Promise<void> {
  const storageState = await dashboard.context().storageState();
  const context = await dashboard.context().browser()?.newContext({ javaScriptEnabled: false, storageState });
  if (!context) throw new Error("no browser");
  const plain = await context.newPage();
  await plain.goto(dashboard.url());
  await act(plain);
  await context.close();
}

/** axe is a script: it reads the page as it stands here in a tab that runs its own, and none of the page's. */
async function expectAccessibleUnscripted(plain: Page): Promise<void> {
  const context = await plain.context().browser()?.newContext();
  if (!context) throw new Error("no browser");
  const copy = await context.newPage();
  const body = (await plain.content()).replace(/<script\b[\s\S]*?<\/script>/g, "");
  const { pathname } = new URL(plain.url());
  await copy.route(
    (url) => url.pathname === pathname,
    (route) => route.fulfill({ contentType: "text/html", body }),
  );
  await copy.route("**/*.css*", async (route) => {
    const response = await route.fetch();
    const sheet = (await response.text())
      .replaceAll(/\(scripting:\s*none\)/g, "(min-width: 0)")
      .replaceAll(/\(scripting:\s*enabled\)/g, "(max-width: 0)");
    await route.fulfill({ response, body: sheet });
  });
  await copy.goto(plain.url());
  for (const colorScheme of ["light", "dark"] as const) {
    await copy.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expectAccessible(copy);
  }
  await context.close();
}

const rowOf = (page: Page, title: string) => page.getByRole("article", { name: title, exact: true });
const FIRST = CATALOGUE[0]?.title ?? "";

test("without a script the page is true, and a plain form starts a run and leads back", async ({
  dashboard,
}) => {
  await withoutScript(dashboard, async (page) => {
    const row = rowOf(page, FIRST);
    await row.getByRole("button", { name: /^Run / }).click();
    await page.waitForURL(/\/admin\/sentry$/);
    await expect(async () => {
      await page.reload();
      await expect(row).toContainText("Pass", { timeout: 1_000 });
    }).toPass();
    await row.locator("summary").first().click();
    await expect(row.getByRole("list", { name: "Stages" }).getByRole("listitem")).toHaveCount(6);
    await expect(row.getByText(/^Compared: all \d+ values are as expected/)).toBeVisible();
    await expect(row.getByText("just now").first()).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/\w/);
    const fired = await page
      .getByRole("region", { name: "Checks", exact: true })
      .getByRole("article")
      .count();
    await expect(page.getByText(new RegExp(`^${fired} checks cost \\d+ events$`))).toBeVisible();
    await expect(page.getByRole("button", { name: "Copy run id" })).toHaveCount(0);
    await shoot(page, "no-script", { axe: false });
    await expectAccessibleUnscripted(page);
  });
});

test("without a script a page that shows a running check has a link to look again, which leads to its verdict", async ({
  dashboard,
  target,
}) => {
  test.skip(target.local === null, "needs the stand-in: it holds the event back");
  await withoutScript(dashboard, async (page) => {
    const row = rowOf(page, FIRST);
    const again = page.getByRole("link", { name: "Look again" });
    await whileHeld(target, async () => {
      await row.getByRole("button", { name: /^Run / }).click();
      await page.waitForURL(/\/admin\/sentry$/);
      await expect(again).toBeVisible();
    });
    await expect(async () => {
      await again.click();
      await expect(row).toContainText("Pass", { timeout: 1_000 });
    }).toPass();
    await expect(again).toHaveCount(0);
  });
});

test("a check that only a browser can raise says so without a script, and nothing is fired", async ({
  dashboard,
}) => {
  await withoutScript(dashboard, async (page) => {
    await page.evaluate(() => document.querySelector("details.rt-idle")?.setAttribute("open", ""));
    const row = rowOf(page, "Browser");
    await expect(row.getByText("needs JavaScript")).toBeVisible();
    await expect(row.getByRole("button")).toHaveCount(0);
    await page.goto(`${page.url()}?refused=sentry-browser:needs_browser`);
    await expect(page.getByRole("alert").first()).toContainText("Browser was not fired.");
  });
});

test("what fails is first and open without a script, and its name in the headline leads to it", async ({
  dashboard,
  target,
}) => {
  test.skip(target.local === null, "needs the stand-in: it must be told to refuse");
  // Of all that fail it is first only where the one before it does not: a test before may have left it failing.
  await expect((await runCheck(dashboard, FIRST)).getByText(/^Pass/).first()).toBeVisible();
  await whileRefused(target, async () => {
    await withoutScript(dashboard, async (page) => {
      const title = CATALOGUE[1]?.title ?? "";
      const row = rowOf(page, title);
      await row.getByRole("button", { name: /^Run / }).click();
      await expect(async () => {
        await page.reload();
        await expect(row).toContainText("the key in SENTRY_DSN is not valid for its project", {
          timeout: 1_000,
        });
      }).toPass();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(/fails?\.$/);
      await expect(page.getByRole("article").first()).toContainText(title);
      await expect(row.getByText("Do this:")).toBeVisible();
      const line = row.locator("summary").first();
      await expect(line.getByText("is not valid for its project")).toBeHidden();
      await line.click();
      await expect(line.getByText("is not valid for its project")).toBeVisible();
      await line.click();
      await expect(row.getByText(/^Failing (at least )?since \d.* UTC \(.*\)\.$/)).toBeVisible();
      await page
        .getByRole("region", { name: "All checks together" })
        .getByRole("link", { name: title })
        .click();
      await expect(row.getByRole("list", { name: "Stages" })).toBeInViewport();
      await expectAccessibleUnscripted(page);
    });
  });
});

test("a check that failed earlier in the day and passes now says so beside its red bar", async ({
  dashboard,
  target,
}) => {
  test.skip(target.local === null, "needs the stand-in: it must be told to refuse");
  const title = CATALOGUE[1]?.title ?? "";
  await whileRefused(target, async () => {
    await expect((await runCheck(dashboard, title)).getByText(/^Fail/).first()).toBeVisible();
    const row = await runCheck(dashboard, title);
    await expect(row.getByText(/Trouble began (just now|\d+ min ago)/).first()).toBeVisible();
  });
  const row = await runCheck(dashboard, title);
  await expect(
    row.getByText(/^Today: .*\d failed.*\. The newest run of this release passes\.$/),
  ).toBeVisible();
});

test("another site's form starts nothing", async ({ dashboard, target }) => {
  const answer = await dashboard.request.post(`${target.url}/api/health/sentry/start`, {
    form: { check: "sentry" },
    headers: { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(403);
});
