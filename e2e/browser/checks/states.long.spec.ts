import type { Page, Route } from "@playwright/test";
import { CATALOGUE } from "#checks/catalogue.js";
import { LISTED } from "../listed";
import { RUN_ALL, runAll, runCheck } from "../press";
import { shoot } from "../shoot";
import { control, expect, headline, test } from "../test";

const LOOKS = /\/admin\/sentry(\?only=.*)?$/;
const SIGN_IN = "/admin/sentry/sign-in?next=%2Fadmin%2Fsentry";
const FIRST = CATALOGUE[0]?.title ?? "";

// Chromium calls every 4xx and 5xx an error, as it does a request that was cut off.
test.use({ tolerates: /Failed to load resource/ });

const cardOf = (page: Page) => page.getByRole("article", { name: FIRST, exact: true });
const notice = (page: Page) => page.getByRole("alert").filter({ hasText: /\w/ });
/** Where no run comes of it. */
const press = (page: Page) => cardOf(page).getByRole("button", { name: /^Run / }).click();
/** The words that stand for a verdict on each row, in the order of the page. */
const badges = (page: Page) => page.locator(".rt-checks [data-badge] strong").allTextContents();

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
    await expect(headline(page)).toHaveText(/^All \d+ checks pass/);
    await shoot(page, "all-pass");

    await control(sentry, "ingest", { mode: "status", status: 403 });
    await runCheck(page, FIRST);
    await expect(headline(page)).toHaveText("1 check fails.");
    await page.reload();
    await expect(headline(page)).toHaveText("1 check fails.");
    await expect(cardOf(page)).toContainText("the key in SENTRY_DSN is not valid for its project");
    expect((await badges(page)).filter((words) => words.startsWith("Pass"))).toHaveLength(LISTED.length - 1);
    await expect(notice(page)).toHaveCount(0);
    await shoot(page, "one-fails");

    await runAll(page);
    await expect(page.locator(".rt-checks [data-verdict=pending], [data-firing]")).toHaveCount(0);
    await expect(headline(page)).toHaveText(/^\d+ checks fail\.$/);
    const said = (await headline(page).textContent()) ?? "";
    await page.reload();
    await expect(headline(page)).toHaveText(said);
    await expect(page.getByText("No verdict yet")).toHaveCount(0);
    // Where there is no room for all of it, names are cut off, which the rows say, and not the cause.
    const line = page.getByRole("region", { name: "All checks together" }).locator("[data-whole]");
    await expect(line).toHaveText(/They share one cause\. .* not valid for its project\. Route handler, /);
    await shoot(page, "many-fail");
  });

  test("whose event nobody may read is not proven, and says why", async ({ dashboard: page, target }) => {
    await control(target.local?.sentry ?? "", "read", {
      mode: "status",
      status: 403,
      body: '{"detail":"no"}',
    });
    await runCheck(page, FIRST);
    await expect(cardOf(page).getByText("Not proven").first()).toBeVisible();
    await shoot(page, "not-proven");
  });

  test("is said to be running while it runs", async ({ dashboard: page, target }) => {
    const sentry = target.local?.sentry ?? "";
    await runAll(page);
    await expect(headline(page)).toHaveText(/^All \d+ checks pass/);
    await control(sentry, "delay", { ms: 3_600_000 });
    await runCheck(page, FIRST);
    await expect(headline(page)).toHaveText("1 check is running.");
    await shoot(page, "running");
  });
});

const REFUSALS: [name: string, answer: (route: Route) => Promise<void>, title: string, detail: RegExp][] = [
  ["unreachable", (route) => route.abort(), "The app does not answer.", /Check that it is running/],
  [
    "html",
    (route) =>
      route.fulfill({ status: 200, contentType: "text/html", body: "<h1>Sign in to the network</h1>" }),
    "The answer is not Roundtrip's.",
    /sentry was answered 200 with text\/html/,
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
  test(`an app that answers nothing of its own (${name}) is said to be so, once, and what was shown stays`, async ({
    dashboard: page,
  }) => {
    await runCheck(page, FIRST);
    await expect(cardOf(page).getByText(/^Pass/).first()).toBeVisible();
    const [said, words] = [await headline(page).textContent(), await badges(page)];
    await page.route("**/api/health/**", answer);
    await press(page);
    const everywhere = name !== "fault";
    const place = everywhere ? notice(page) : cardOf(page);
    await expect(place).toContainText(title);
    await expect(place).toContainText(detail);
    // The headline below still says what it said: whoever reads on learns that it is old.
    if (everywhere) await expect(place).toContainText("The page shows what it read last.");
    await expect(headline(page)).toHaveText(said ?? "");
    expect(await badges(page)).toEqual(words);
    await shoot(page, name);

    await page.getByRole("button", { name: RUN_ALL }).click();
    await expect(page.locator("[data-firing]")).toHaveCount(0);
    if (everywhere) await expect(page.getByText(title)).toHaveCount(1);
    await page.unroute("**/api/health/**");
    if (!everywhere) return;
    await notice(page).getByRole("link", { name: "Load this page again" }).click();
    await expect(notice(page)).toHaveCount(0);
    await expect(headline(page)).toHaveText(said ?? "");
  });
}

test("who was signed out elsewhere is told so once, keeps what was shown, and finds the way in", async ({
  dashboard: page,
  target,
}) => {
  await runCheck(page, FIRST);
  await expect(cardOf(page).getByText(/^Pass/).first()).toBeVisible();
  const [said, words] = [await headline(page).textContent(), await badges(page)];

  const other = await page.context().newPage();
  await other.goto(`${target.url}/admin/sentry`);
  await other.getByRole("button", { name: "Sign out" }).click();
  await other.waitForURL("**/admin/sentry/sign-in");
  await other.close();

  await press(page);
  await expect(notice(page)).toContainText("You are signed out.");
  await expect(notice(page)).toContainText("The page shows what it read last.");
  await expect(notice(page)).toHaveAttribute("data-tone", "unknown");
  await expect(headline(page)).toHaveText(said ?? "");
  expect(await badges(page)).toEqual(words);
  await expect(cardOf(page).getByRole("link", { name: /Open the event/ })).toBeVisible();
  await page.getByRole("button", { name: RUN_ALL }).click();
  await expect(notice(page)).toHaveCount(1);
  await expect(page.getByText("You are signed out.")).toHaveCount(1);
  await expect(headline(page)).toHaveText(said ?? "");
  expect(await badges(page)).toEqual(words);
  await shoot(page, "signed-out");

  await notice(page).getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel(/token/i).fill(target.token);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/admin/sentry");
  await expect(cardOf(page).getByText(/^Pass/).first()).toBeVisible();
});

test("a session that ends while a run is followed says so once, and the run is found by whoever signs in again", async ({
  dashboard: page,
  target,
}) => {
  await page.route(LOOKS, (route) => route.fulfill({ status: 307, headers: { location: SIGN_IN } }));
  await press(page);
  await expect(notice(page)).toContainText("You are signed out.");
  await expect(page.getByText("You are signed out.")).toHaveCount(1);
  await page.unroute(LOOKS);
  await page.goto(`${target.url}/admin/sentry`);
  await expect(cardOf(page).getByText(/^Pass/).first()).toBeVisible();
  await expect(notice(page)).toHaveCount(0);
});

test("a run that was never changed is not called revised", async ({ dashboard: page }) => {
  await runAll(page);
  await expect(headline(page)).toHaveText(/^All \d+ checks pass/);
  await page.reload();
  await expect(headline(page)).toHaveText(/^All \d+ checks pass/);
  await expect(page.getByText(/revised/)).toHaveCount(0);
});
