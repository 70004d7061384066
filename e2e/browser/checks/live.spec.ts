import { randomBytes } from "node:crypto";
import type { Locator, Page, Route } from "@playwright/test";
import { CATALOGUE } from "#checks/catalogue.js";
import { comeBack, isIdleLook, runElsewhere } from "../elsewhere";
import { LISTED } from "../listed";
import { RUN_ALL, runAll, runCheck } from "../press";
import { expect, type Target, test, whileRefused } from "../test";

const FIRST = CATALOGUE[0]?.title ?? "";
const FIRING = /\/api\/health\/sentry(-[a-z-]+|\/runs)?$/;

/** Whatever moves on the page from now on by itself, as Chromium counts it. */
const watchShifts = (page: Page) =>
  page.evaluate(() => {
    const moved: number[] = [];
    Reflect.set(window, "moved", moved);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        moved.push(entry.value);
    }).observe({ type: "layout-shift" });
  });

/** A shift of what the eye sees is 0.1 and more; what a pixel's rounding makes is none. */
async function expectUnmoved(page: Page, when: string): Promise<void> {
  const moved = await page.evaluate(() => Reflect.get(window, "moved") as number[]);
  expect(
    moved.reduce((sum, one) => sum + one, 0),
    when,
  ).toBeLessThan(0.001);
}

const headline = (page: Page) => page.getByRole("heading", { level: 1 });

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
  await page.route(FIRING, async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  await button.click();
  await expect(page.locator("[data-firing]")).toHaveCount(1);
  await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
  await act();
  answer();
  await expect(page.locator("[data-firing]")).toHaveCount(0);
  await page.unroute(FIRING);
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
  await page.route(FIRING, (route) => {
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
    await page.route(FIRING, async (route) => {
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
    await page.unroute(FIRING);
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
    await page.route(FIRING, (route) => refuse(route, 400, "Not for this check"));
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
