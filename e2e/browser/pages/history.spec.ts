import { dateOf, dayOf } from "#verdict/history/days.js";
import { APP_CHECKS } from "../../app-checks";
import { expect, expectAccessible, test } from "../test";
import { NEW_RELEASE, OLD_RELEASE, PRODUCTION, putMany, putThirtyDays, STAGING } from "../thirty-days";

const HISTORY = "/admin/sentry/history";
const IN_PRODUCTION = `${HISTORY}?environment=${PRODUCTION}`;
const daysAgo = (days: number) => dateOf(dayOf(Date.now()) - days);

test.beforeAll(async ({ target }) => {
  if (target.local) await putThirtyDays(target.local.store);
});
test.beforeEach(({ target }) => {
  test.skip(target.local === null, "needs the stand-in: it puts runs into the app's store");
});

test("the history shows thirty days, what is open first, and each incident with its cause and its runs", async ({
  dashboard: page,
  target,
}) => {
  await page.getByRole("link", { name: "History", exact: true }).click();
  await page.waitForURL(`**${HISTORY}`);
  await page.goto(`${target.url}${IN_PRODUCTION}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 incident is open.");

  const strip = page.getByRole("img", { name: /^Inngest task: / }).first();
  const said = (await strip.getAttribute("aria-label")) ?? "";
  expect(said).toContain("Runs on 27 of 30 days; all passed on 24.");
  expect(said.match(/6 failed/g)).toHaveLength(3);
  await expect(strip.locator("title")).toHaveCount(30);
  // A shape above each of the three, so that colour is not the only sign.
  await expect(strip.locator("svg")).toHaveCount(3);

  const incidents = page.getByRole("region", { name: "Incidents" }).getByRole("listitem");
  await expect(incidents).toHaveCount(4);
  await expect(incidents.nth(0)).toContainText("Still failing");
  await expect(incidents.nth(0)).toContainText("Do this:");
  await expect(incidents.nth(1)).toContainText("Over after 4 h");
  await expect(incidents.nth(1)).toContainText("the key in SENTRY_DSN is not valid");
  await expect(incidents.nth(2)).toContainText("Over after 3 days");
  await expect(incidents.nth(3)).toContainText("Over after 12 h");

  await incidents
    .nth(1)
    .getByRole("link", { name: /^Its run/ })
    .click();
  await page.waitForURL(/\/admin\/sentry\/runs\/[0-9a-f]{32}$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Route handler");
  // It is judged no more, and looking at it changes nothing.
  await expect(page.getByText("the key in SENTRY_DSN is not valid", { exact: false }).first()).toBeVisible();
  await page.goBack();
  await expect(incidents.nth(1)).toContainText("the key in SENTRY_DSN is not valid");
  await page.goForward();
  await page.getByRole("link", { name: "History of this check" }).click();
  await expect(page.getByRole("combobox", { name: "Check" })).toHaveValue("sentry");
});

test("filters are a plain form that works without a script, and a wrong one is named", async ({
  dashboard,
  target,
}) => {
  const context = await dashboard
    .context()
    .browser()
    ?.newContext({
      javaScriptEnabled: false,
      storageState: await dashboard.context().storageState(),
    });
  const page = await context?.newPage();
  if (!context || !page) throw new Error("no browser");
  await page.goto(`${target.url}${HISTORY}`);
  await page.getByRole("combobox", { name: "Environment" }).selectOption(PRODUCTION);
  await page.getByRole("combobox", { name: "Release" }).selectOption(OLD_RELEASE);
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/environment=/);
  const incidents = page.getByRole("region", { name: "Incidents" }).getByRole("listitem");
  await expect(incidents).toHaveCount(2);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("No incident is open.");

  await page.getByRole("combobox", { name: "Environment" }).selectOption(STAGING);
  await page.getByRole("combobox", { name: "Release" }).selectOption(NEW_RELEASE);
  await page.getByRole("combobox", { name: "Check" }).selectOption("sentry");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("9 days with runs, and no incident.");
  await expect(page.getByText("None in these 30 days.")).toBeVisible();
  await expect(page.getByRole("img", { name: /Runs on/ })).toHaveCount(1);

  await page.goto(`${target.url}${IN_PRODUCTION}`);
  // The same day in the row of a check is that check's.
  await page.getByTitle(/^Route handler, .*: 1 failed, 5 passed$/).click();
  await page.waitForURL(`**${HISTORY}?check=sentry&environment=${PRODUCTION}&day=${daysAgo(3)}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/ \d{4}: 1 failed, 5 passed\.$/);

  await page.goto(`${target.url}${HISTORY}?check=sentri&release=nobody`);
  await expect(page.getByRole("alert").filter({ hasText: "check: there is no such check" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("No run in 30 days.");
  await expect(page.getByRole("link", { name: "Run a check" })).toBeVisible();
  await context.close();
});

test("a day is a link to what ran on that day only, by key as well, and another leads back to all days", async ({
  dashboard: page,
  target,
}) => {
  await page.goto(`${target.url}${IN_PRODUCTION}`);
  const day = page.getByRole("link", { name: /^All checks, \w+ \d+ \w+: 1 failed, 23 passed$/ });
  await expect(page.getByRole("link", { name: /^All checks, / })).toHaveCount(27);
  await day.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${IN_PRODUCTION}&day=${daysAgo(3)}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/ \d{4}: 1 failed, 23 passed\.$/);
  await expect(page.getByText("only, in UTC: 24 runs, 1 incident on that day.")).toBeVisible();
  await expect(day).toHaveAttribute("aria-current", "date");
  const incidents = page.getByRole("region", { name: "Incidents" }).getByRole("listitem");
  await expect(incidents).toHaveCount(1);
  await expect(incidents).toContainText("the key in SENTRY_DSN is not valid");
  await expect(page.getByRole("combobox", { name: "Day (UTC)" })).toHaveValue(daysAgo(3));
  const rows = page.getByRole("table", { name: /Verdicts and latency/ }).getByRole("row");
  await expect(rows).toHaveCount(2);
  // What is chosen besides stays.
  await page.getByRole("combobox", { name: "Check" }).selectOption("sentry-extra");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/ \d{4}: 6 passed\.$/);
  await expect(page.getByText(/^None on \d+ \w+ \d{4}\.$/)).toBeVisible();
  await page.goBack();
  await page.getByRole("link", { name: "Show all 30 days" }).click();
  await page.waitForURL(`**${IN_PRODUCTION}`);
  await expect(incidents).toHaveCount(4);

  // A day in the middle of an incident, which began before it and ended after it.
  await page.goto(`${target.url}${IN_PRODUCTION}&day=${daysAgo(11)}`);
  await expect(incidents).toHaveCount(1);
  await expect(incidents).toContainText("Over after 3 days");
  await page.goto(`${target.url}${IN_PRODUCTION}&day=${daysAgo(16)}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^No run on \d+ \w+ \d{4}\.$/);
  await page.goto(`${target.url}${HISTORY}?day=2020-01-01`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 Jan 2020 is not one of these 30 days.");
  // Nobody knows whether an incident was open then.
  await expect(page.getByText("None on")).toHaveCount(0);
  await page.goto(`${target.url}${HISTORY}?day=yesterday`);
  await expect(page.getByRole("alert").filter({ hasText: "day: a day is written as" })).toBeVisible();
});

test("of many checks those with trouble have a row, the newest first, and the others are named behind one line", async ({
  dashboard: page,
  target,
}) => {
  const names = APP_CHECKS.map(({ name }) => name);
  await putMany(target.local?.store ?? "", "many", names, { "sentry-edge": 2, "sentry-after": 1 });
  await page.goto(`${target.url}${HISTORY}?environment=many`);
  const rows = page.getByRole("region", { name: "Day by day" }).getByRole("heading", { level: 3 });
  await expect(rows).toHaveText(["All checks", "Callback of after()", "Edge runtime"]);
  const others = names.length - 2;
  await page.getByText(`${others} more checks without a fail, a warning or an unproven run`).click();
  await expect(page.getByText("Runs on 3 of 30 days; all passed.")).toHaveCount(others);
  await page.getByRole("link", { name: "Proxy", exact: true }).click();
  await expect(page.getByRole("combobox", { name: "Check" })).toHaveValue("sentry-proxy");
  await expect(rows).toHaveText(["Proxy"]);
});

test("figures stand in a table as well", async ({ dashboard: page, target }) => {
  await page.goto(`${target.url}${IN_PRODUCTION}&check=sentry`);
  await page.getByText("All figures as a table").click();
  const rows = page.getByRole("table", { name: /Verdicts and latency/ }).getByRole("row");
  await expect(rows).toHaveCount(31);
  const cells = (index: number) => rows.nth(index).getByRole("cell").allTextContents();
  // Three days ago one run of six failed; seven days ago all were late, by a minute and more.
  expect((await cells(4)).slice(0, 4)).toEqual(["1", "–", "–", "5"]);
  const late = await cells(8);
  expect(late.slice(0, 4)).toEqual(["–", "–", "6", "–"]);
  expect(late[4]).toMatch(/^1 min/);
  expect(await cells(17)).toEqual(["–", "–", "–", "–", "–", "–"]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, { tag: colorScheme === "dark" ? "@long" : [] }, () => {
    test.use({ colorScheme });
    test("the history is accessible, by keyboard as well, and nothing is cut off on a narrow screen", async ({
      dashboard: page,
      target,
    }, { outputDir }) => {
      // What fades in has too little contrast while it does.
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.goto(`${target.url}${IN_PRODUCTION}`);
      await expectAccessible(page);
      await page.screenshot({ path: `${outputDir}/history-${colorScheme}.png`, fullPage: true });
      await page.keyboard.press("Tab");
      await expect(page.getByRole("link", { name: "Roundtrip", exact: true })).toBeFocused();
      await page.setViewportSize({ width: 360, height: 740 });
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `${outputDir}/history-narrow-${colorScheme}.png`, fullPage: true });
      await page.goto(`${target.url}${IN_PRODUCTION}&day=${daysAgo(3)}`);
      await expectAccessible(page);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      ).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `${outputDir}/day-narrow-${colorScheme}.png`, fullPage: true });
      await page.setViewportSize({ width: 1280, height: 900 });
      await expectAccessible(page);
      await page.screenshot({ path: `${outputDir}/day-${colorScheme}.png`, fullPage: true });
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto(`${target.url}${IN_PRODUCTION}`);
      const run = await page
        .getByRole("link", { name: /^First run/ })
        .first()
        .getAttribute("href");
      await page.goto(`${target.url}${run}`);
      await expectAccessible(page);
      await page.screenshot({ path: `${outputDir}/run-narrow-${colorScheme}.png`, fullPage: true });
    });
  });
}
