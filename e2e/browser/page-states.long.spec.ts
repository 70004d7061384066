import type { Page, Route } from "@playwright/test";
import { CATALOGUE } from "#checks/catalogue.js";
import { LISTED } from "./listed";
import { runAll, runCheck } from "./press";
import { shoot } from "./shoot";
import { control, expect, test } from "./test";

const STATUS = "**/api/health/sentry/status";
const FIRST = CATALOGUE[0]?.title ?? "";

// Chromium calls every 4xx and 5xx an error, as it does a request that was cut off.
test.use({ tolerates: /Failed to load resource/ });

const cardOf = (page: Page) => page.getByRole("article", { name: FIRST, exact: true });
const headline = (page: Page) => page.getByRole("heading", { level: 1 });
const notice = (page: Page) => page.getByRole("alert").filter({ hasText: /\w/ });
/** Where no run comes of it. */
const press = (page: Page) => cardOf(page).getByRole("button", { name: /^Run / }).click();
/** The words that stand for a verdict on each card, in the order of the page. */
const badges = (page: Page) => page.getByRole("article").locator("[data-verdict]").allTextContents();

const problem =
  (status: number, title: string, detail: string, headers = {}) =>
  (route: Route) =>
    route.fulfill({
      status,
      headers: { "content-type": "application/problem+json", ...headers },
      body: JSON.stringify({ type: "about:blank", title, status, detail }),
    });

test.describe("one check that fails", () => {
  test.beforeEach(({ target }) => {
    test.skip(target.local === null, "needs the stand-in: it must be told to refuse");
  });
  test.afterEach(async ({ target }) => {
    if (target.local) await control(target.local.sentry, "reset", {}, "POST");
  });

  test("is shown as failing to whoever opens the page, beside those that pass, and so are all of them", async ({
    dashboard: page,
    target,
  }) => {
    const sentry = target.local?.sentry ?? "";
    await runAll(page);
    await expect(headline(page)).toHaveText("Error monitoring works.");
    await shoot(page, "all-pass");

    await control(sentry, "ingest", { mode: "status", status: 403 });
    await runCheck(page, FIRST);
    await expect(headline(page)).toHaveText("One check fails.");
    await page.reload();
    await expect(headline(page)).toHaveText("One check fails.");
    await expect(cardOf(page)).toContainText("the key in SENTRY_DSN is not valid for its project");
    expect((await badges(page)).filter((words) => words.startsWith("Pass"))).toHaveLength(LISTED.length - 1);
    await expect(notice(page)).toHaveCount(0);
    await shoot(page, "one-fails");

    await runAll(page);
    await expect(page.getByText("Under way")).toHaveCount(0);
    await expect(headline(page)).toHaveText(/^\d+ checks fail\.$/);
    const said = (await headline(page).textContent()) ?? "";
    await page.reload();
    await expect(headline(page)).toHaveText(said);
    await expect(page.getByText("No verdict for this release")).toHaveCount(0);
    await shoot(page, "many-fail");
  });

  test("whose event nobody may read is not proven, and says why", async ({ dashboard: page, target }) => {
    await control(target.local?.sentry ?? "", "read", {
      mode: "status",
      status: 403,
      body: '{"detail":"no"}',
    });
    await runCheck(page, FIRST);
    await expect(cardOf(page).getByText("Not proven")).toBeVisible();
    await shoot(page, "not-proven");
  });

  test("is said to be running while it runs", async ({ dashboard: page, target }) => {
    const sentry = target.local?.sentry ?? "";
    await runAll(page);
    await expect(headline(page)).toHaveText("Error monitoring works.");
    await control(sentry, "delay", { ms: 3_600_000 });
    await runCheck(page, FIRST);
    await expect(headline(page)).toHaveText("One check is running.");
    await shoot(page, "running");
  });
});

test("a page that is not read yet claims nothing, with or without a script", async ({ dashboard: page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(STATUS, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await expect(headline(page)).toHaveText("Does an error here reach Sentry?");
  expect(new Set(await badges(page))).toEqual(new Set(["Not loaded yet"]));
  await shoot(page, "loading");
  release();
  await expect(page.getByRole("region", { name: "Checks", exact: true })).toHaveAttribute(
    "aria-busy",
    "false",
  );
  await expect(page.getByText("Not loaded yet")).toHaveCount(0);

  const context = await page
    .context()
    .browser()
    ?.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
  const plain = await context?.newPage();
  if (!context || !plain) throw new Error("no browser");
  await plain.goto(page.url());
  await expect(headline(plain)).toHaveText("Does an error here reach Sentry?");
  // Playwright's words and roles pass over what stands in a noscript.
  await expect(plain.locator("noscript p")).toBeVisible();
  await expect(plain.locator("noscript p")).toContainText("neither runs checks nor shows their verdicts");
  expect(new Set(await badges(plain))).toEqual(new Set(["Not loaded yet"]));
  await shoot(plain, "no-script", { axe: false });
  await plain.locator("noscript a").click();
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText(/\w/);
  await context.close();
});

const REFUSALS: [name: string, answer: (route: Route) => Promise<void>, title: string, detail: RegExp][] = [
  ["unreachable", (route) => route.abort(), "The app does not answer.", /Check that it is running/],
  [
    "html",
    (route) =>
      route.fulfill({ status: 200, contentType: "text/html", body: "<h1>Sign in to the network</h1>" }),
    "The answer is not Roundtrip's.",
    /status was answered 200 with text\/html/,
  ],
  [
    "closed-404",
    (route) => route.fulfill({ status: 404, contentType: "text/plain", body: "Not found" }),
    "The answer is not Roundtrip's.",
    /answered 404 with text\/plain/,
  ],
  [
    "too-many",
    problem(429, "Too Many Requests", "", { "retry-after": "40" }),
    "Too many requests for now.",
    /Try again in 40 s/,
  ],
  [
    "store-down",
    problem(503, "Store Down", "The run store cannot be reached. Check STORE_URL, then try again."),
    "Store Down",
    /Check STORE_URL/,
  ],
  [
    "fault",
    problem(500, "Internal Server Error", "The request could not be answered; the error was reported."),
    "Internal Server Error",
    /the error was reported/,
  ],
];

for (const [name, answer, title, detail] of REFUSALS) {
  test(`an app that cannot be read (${name}) is said to be so, once, and nothing else is claimed`, async ({
    dashboard: page,
  }) => {
    await page.route("**/api/health/**", answer);
    await page.reload();
    await expect(notice(page)).toHaveCount(1);
    await expect(notice(page)).toContainText(title);
    await expect(notice(page)).toContainText(detail);
    await expect(headline(page)).toHaveText("The verdicts could not be read.");
    expect(new Set(await badges(page))).toEqual(new Set(["Not known"]));
    await shoot(page, name);

    await page.getByRole("button", { name: "Run all checks" }).click();
    await expect(page.getByRole("button", { name: "Running all checks" })).toHaveCount(0);
    if (name !== "fault") await expect(page.getByText(title)).toHaveCount(1);
    await page.unroute("**/api/health/**");
    if (name === "fault") return;
    await notice(page).getByRole("link", { name: "Load this page again" }).click();
    await expect(notice(page)).toHaveCount(0);
    await expect(headline(page)).not.toHaveText("The verdicts could not be read.");
  });
}

test("a verdict whose run cannot be read is shown, and the run can be looked at again", async ({
  dashboard: page,
}) => {
  await runCheck(page, FIRST);
  await expect(cardOf(page).getByText(/^Pass/)).toBeVisible();
  const runs = "**/api/health/sentry/runs/*";
  await page.route(runs, problem(500, "Internal Server Error", "The error was reported."));
  await page.reload();
  await expect(cardOf(page)).toContainText("Pass");
  await expect(cardOf(page)).toContainText("The page could not read this run.");
  await expect(cardOf(page)).not.toContainText("not reached");
  await shoot(page, "run-unread");
  await page.unroute(runs);
  await cardOf(page).getByRole("button", { name: "Look at this run again" }).click();
  await expect(cardOf(page).getByText("The page could not read this run.")).toHaveCount(0);
  await expect(cardOf(page).getByRole("link", { name: /Open the event/ })).toBeVisible();
});

test("who was signed out elsewhere is told so once, keeps what was shown, and finds the way in", async ({
  dashboard: page,
  target,
}) => {
  await runCheck(page, FIRST);
  await expect(cardOf(page).getByText(/^Pass/)).toBeVisible();
  const [said, words] = [await headline(page).textContent(), await badges(page)];

  const other = await page.context().newPage();
  await other.goto(`${target.url}/admin/sentry`);
  await other.getByRole("button", { name: "Sign out" }).click();
  await other.waitForURL("**/admin/sentry/sign-in");
  await other.close();

  await press(page);
  await expect(notice(page)).toContainText("You are signed out.");
  await expect(headline(page)).toHaveText(said ?? "");
  expect(await badges(page)).toEqual(words);
  await expect(cardOf(page).getByRole("link", { name: /Open the event/ })).toBeVisible();
  await page.getByRole("button", { name: "Run all checks" }).click();
  await expect(notice(page)).toHaveCount(1);
  await expect(page.getByText("You are signed out.")).toHaveCount(1);
  await expect(headline(page)).toHaveText(said ?? "");
  expect(await badges(page)).toEqual(words);
  await shoot(page, "signed-out");

  const panel = page.getByRole("region", { name: "Set-up" });
  await panel.getByRole("button", { name: "Examine the set-up" }).click();
  await expect(panel.getByRole("status")).toContainText("You are signed out.");
  await expect(panel.getByRole("link", { name: "Sign in" })).toBeVisible();

  await notice(page).getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel(/token/i).fill(target.token);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/admin/sentry");
  await expect(cardOf(page).getByText(/^Pass/)).toBeVisible();
});

test("a session that ends while a run is followed leaves the run to be looked at, and says so once", async ({
  dashboard: page,
}) => {
  const runs = "**/api/health/sentry/runs/*";
  await page.route(runs, problem(401, "Unauthorized", "Sign in."));
  await press(page);
  await expect(notice(page)).toContainText("You are signed out.");
  await expect(cardOf(page).getByText("Verdict not known")).toBeVisible();
  await expect(headline(page)).toHaveText(/^One verdict is not known\.$|checks? fails?\.$/);
  await expect(page.getByText("You are signed out.")).toHaveCount(1);
  await page.unroute(runs);
  await cardOf(page).getByRole("button", { name: "Look at this run again" }).click();
  await expect(cardOf(page).getByText(/^Pass/)).toBeVisible();
  await expect(notice(page)).toHaveCount(0);
});

test("the doctor says what kept it from examining, in its own words", async ({ dashboard: page }) => {
  const panel = page.getByRole("region", { name: "Set-up" });
  const doctor = "**/api/health/sentry/doctor";
  for (const [index, [, answer, title, detail]] of REFUSALS.entries()) {
    await page.route(doctor, answer);
    await panel.getByRole("button", { name: index === 0 ? "Examine the set-up" : "Examine again" }).click();
    await expect(panel.getByRole("status")).toContainText(title);
    await expect(panel.getByRole("status")).toContainText(index === 1 ? /doctor was answered 200/ : detail);
    await page.unroute(doctor);
  }
});

test("a run that was never changed is not called revised", async ({ dashboard: page }) => {
  await runAll(page);
  await expect(headline(page)).toHaveText("Error monitoring works.");
  await page.reload();
  await expect(headline(page)).toHaveText("Error monitoring works.");
  await expect(page.getByText(/revised/)).toHaveCount(0);
});
