import { randomBytes } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { CATALOGUE } from "#checks/catalogue.js";
import { LISTED } from "../listed";
import { firesAt, runAll, runCheck } from "../press";
import { expectUnmoved, watchShifts } from "../shifts";
import { expect, headline, type Target, test, whileRefused } from "../test";

test("nothing moves while verdicts arrive, and each is announced once", async ({
  dashboard: page,
  target,
}) => {
  await runAll(page);
  await expect(headline(page)).toHaveText(/^All \d+ checks pass/);
  await page.reload();
  await expect(page.locator("[data-live=yes]")).toBeVisible();
  // Said beside each check of a browser, to those without a script.
  await expect(page.getByText("needs JavaScript").filter({ visible: true })).toHaveCount(0);
  await watchShifts(page);
  const fired = await runAll(page);
  const log = page.getByRole("log", { name: "Verdicts" });
  await expect(log.getByText(/ passes\./)).toHaveCount(fired);
  await expect(headline(page)).toHaveText(/^All \d+ checks pass/);
  // Where firing is limited, a check that was refused says so in its row, which moves what is below: no verdict's doing.
  if (target.local) expect(fired).toBe(LISTED.length);
  else if (fired > LISTED.length) return;
  await expectUnmoved(page, "wide");
});

/** All at their first run for a release, whose name is as long as a commit makes it. */
async function firstRuns(page: Page, target: Target, width: number): Promise<void> {
  const when = (what: string) => `${what}, ${width}`;
  await page.setViewportSize({ width, height: 2_400 });
  await restartAs(page, target, randomBytes(20).toString("hex"));
  try {
    await page.goto(`${target.url}/admin/sentry`);
    await expect(page.locator("[data-live=yes]")).toBeVisible();
    await expect(headline(page)).toHaveText("Nothing is proven yet.");
    await watchShifts(page);
    await page.getByRole("button", { name: "Run 4 checks" }).click();
    await expect(headline(page)).toHaveText("All 4 checks pass.");
    await expectUnmoved(page, when("the default ones"));

    await page.getByText(/^\d+ more checks have not run/).click();
    const [row, button] = [check(page, "sentry-edge"), page.getByRole("button", { name: /^Run these/ })];
    await whilePressed(page, row.getByRole("button", { name: /^Run / }), () => watchShifts(page));
    await expect(row).toHaveAttribute("data-verdict", "pass");
    await expect(headline(page)).toHaveText("All 5 checks pass.");
    await expectUnmoved(page, when("one more, whose row the press has opened"));
    await button.click();
    await expect(button).toBeHidden();
    // On a busy machine one may not be raised in time, which is known when its deadline has passed: nothing moves then either.
    await expect(page.locator("[data-firing], [data-verdict=pending]")).toHaveCount(0, { timeout: 330_000 });
    await expect(page.getByText("as stored").first()).toBeVisible();
    await expectUnmoved(page, when("the others"));
  } finally {
    await restartAs(page, target, target.local?.commit);
  }
}

/** A page that stayed open would ask an app that is not there, and complain on the console. */
async function restartAs(page: Page, { local }: Target, commit: string | undefined): Promise<void> {
  await page.goto("about:blank");
  await local?.restart({ COMMIT_SHA: commit });
}

const check = (page: Page, name: string) => page.locator(`[data-check=${name}]`);

/** Presses, and acts before the app answers that, once the page is as the press has made it. */
async function whilePressed(page: Page, button: Locator, act: () => Promise<void>): Promise<void> {
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(firesAt, async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await button.click();
  await expect(page.locator("[data-firing]")).toHaveCount(1);
  await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
  await act();
  answer();
  await expect(page.locator("[data-firing]")).toHaveCount(0);
  await page.unroute(firesAt);
}

for (const width of [1280, 320])
  test(`nothing moves while checks run for the first time, ${width} wide`, { tag: "@long" }, async ({
    dashboard: page,
    target,
  }) => {
    test.skip(target.local === null, "needs the stand-ins: the app is started as another release");
    await firstRuns(page, target, width);
  });

test("nothing moves on a narrow screen either, nor while checks begin to fail and pass again", {
  tag: "@long",
}, async ({ dashboard: page, target }) => {
  test.skip(target.local === null, "needs the stand-in: it must be told to refuse");
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await runAll(page);
    await expect(headline(page)).toHaveText(/^All \d+ checks pass/);
    await page.reload();
    await expect(page.locator("[data-live=yes]")).toBeVisible();
    await watchShifts(page);
    await whileRefused(target, async () => {
      await runAll(page);
      await expect(page.locator("[data-verdict=pending], [data-firing]")).toHaveCount(0);
      await expect(headline(page)).toHaveText(/^\d+ checks fail\.$/);
    });
    await expectUnmoved(page, `failing, ${width}`);
    await runAll(page);
    await expect(headline(page)).toHaveText(/^All \d+ checks pass/);
    await expectUnmoved(page, `passing again, ${width}`);
  }
});

test("an open row stays as high as it was while its verdict turns to a fail, which its line says at once", {
  tag: "@long",
}, async ({ dashboard: page, target }) => {
  test.skip(target.local === null, "needs the stand-in: it must be told to refuse");
  const [second, below] = [CATALOGUE[1]?.title ?? "", CATALOGUE[2]?.title ?? ""];
  const rowOf = (title: string) => page.getByRole("article", { name: title, exact: true });
  const open = (title: string) => rowOf(title).locator("summary").first().click();
  for (const width of [1280, 390, 320]) {
    await page.setViewportSize({ width, height: 2_400 });
    await runAll(page);
    await expect(headline(page)).toHaveText(/^All \d+ checks pass/);
    await page.reload();
    await expect(page.locator("[data-live=yes]")).toBeVisible();
    for (const title of [second, below]) await open(title);
    const top = async () => (await rowOf(below).boundingBox())?.y ?? Number.NaN;
    const before = await top();
    await watchShifts(page);
    await whileRefused(target, async () => {
      const row = await runCheck(page, second);
      await expect(row.getByText("Fail", { exact: true })).toBeVisible();
      await expect(row.getByText("Do this:")).toBeVisible();
    });
    expect(Math.abs((await top()) - before), `${width}`).toBeLessThanOrEqual(1);
    await expectUnmoved(page, `failing, ${width}`);
    // What the row had no room for is there for the asking, by hand and by key.
    const more = rowOf(second).getByRole("button", { name: "Show the rest" });
    await more.click();
    await expect(more).toBeHidden();
    expect(await top()).toBeGreaterThan(before + 1);
    await expect(rowOf(second).locator("summary").first()).toBeFocused();
    // On a narrow screen what a stage says of itself takes a second line as it comes, and moves what is below in the row.
    if (width < 640) continue;
    await watchShifts(page);
    for (const which of ["passing again", "passing once more"]) {
      await runCheck(page, second);
      await expect(rowOf(second).getByText("Pass", { exact: true })).toBeVisible();
      await expectUnmoved(page, which);
    }
  }
});
