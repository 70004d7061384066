import type { Page } from "@playwright/test";
import { CATALOGUE } from "#checks/catalogue.js";
import { comeBack, isIdleLook, runElsewhere } from "../elsewhere";
import { runCheck } from "../press";
import { control, expect, test, whileRefused } from "../test";

const FIRST = CATALOGUE[0]?.title ?? "";
const HISTORY = "/admin/sentry/history?check=sentry";
const DOCTOR = "/admin/sentry/doctor";

/** Opens a page that has asked once what the newest verdicts are, and that would lose a mark if it were loaded again. */
async function openOnce(page: Page, address: string): Promise<void> {
  const asked = page.waitForResponse(isIdleLook);
  await page.goto(address);
  await asked;
  await page.evaluate(() => Reflect.set(window, "mark", "set"));
}
const markOf = (page: Page) => page.evaluate(() => Reflect.get(window, "mark") as unknown);

test("a run that is fired elsewhere appears in an open history, which is not loaded again", async ({
  dashboard: page,
  target,
}) => {
  const row = await runCheck(page, FIRST);
  // Before its verdict it is no run of any day.
  await expect(row.getByText(/^Pass/).first()).toBeVisible();
  await openOnce(page, `${target.url}${HISTORY}`);
  const summary = page.getByText(/\d+ runs? on \d+ of 30 days/);
  await page.getByText("All figures as a table").click();
  const today = page
    .getByRole("table", { name: /Verdicts and latency/ })
    .getByRole("row")
    .nth(1);
  const [line, figures] = [await summary.textContent(), await today.textContent()];
  await runElsewhere(page, target);
  await comeBack(page);
  await expect(summary).not.toHaveText(line ?? "");
  await expect(today).not.toHaveText(figures ?? "");
  await expect(today).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Check" })).toHaveValue("sentry");
  expect(await markOf(page)).toBe("set");
});

test("an incident that begins while the history lies open is said there", async ({
  dashboard: page,
  target,
}) => {
  test.skip(target.local === null, "needs the stand-in: it must be told to refuse");
  await runCheck(page, FIRST);
  await openOnce(page, `${target.url}${HISTORY}`);
  await whileRefused(target, () => runElsewhere(page, target));
  await comeBack(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 incident is open.");
  const first = page.getByRole("region", { name: "Incidents" }).getByRole("listitem").first();
  await expect(first).toContainText("the key in SENTRY_DSN is not valid");
  expect(await markOf(page)).toBe("set");
  await runElsewhere(page, target);
  await comeBack(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("No incident is open.");
});

for (const { address, said, tag } of [
  { address: "/admin/sentry", said: /^\d+ checks? fails?/, tag: [] },
  { address: HISTORY, said: /^\d+ incidents? (is|are) open/, tag: "@long" },
])
  test(`${address} shows a verdict that comes after it was made and before its script asks for any`, {
    tag,
  }, async ({ dashboard: page, target }) => {
    test.skip(target.local === null, "needs the stand-in: it must be told to refuse");
    await runElsewhere(page, target);
    let ask = () => {};
    const comes = new Promise<void>((resolve) => (ask = resolve));
    await page.route(/\/sentry\/status\?wait=0$/, (route) => comes.then(() => route.continue()), {
      times: 1,
    });
    const asked = page.waitForRequest(isIdleLook);
    await page.goto(`${target.url}${address}`);
    await asked;
    const heading = page.getByRole("heading", { level: 1 });
    // Another test may have left a check of its own that fails.
    const before = (await heading.textContent()) ?? "";
    await whileRefused(target, () => runElsewhere(page, target));
    ask();
    await expect(heading).not.toHaveText(before);
    await expect(heading).toHaveText(said);
    await runElsewhere(page, target);
  });

test("an open doctor examines again once a verdict is new, and not before", async ({
  dashboard: page,
  target,
}) => {
  test.skip(target.local === null, "needs the stand-ins: the set-up of a deployment is its own");
  const inngest = target.local?.inngest ?? "";
  const examined: string[] = [];
  page.on("request", (one) => void (one.url().endsWith("/sentry/doctor") && examined.push(one.url())));
  await openOnce(page, `${target.url}${DOCTOR}`);
  await expect(page.getByText("SDK in the browser")).toBeVisible();
  examined.length = 0;
  try {
    await control(inngest, "unregister", {}, "POST");
    const asked = page.waitForResponse(isIdleLook);
    await comeBack(page);
    await asked;
    await runElsewhere(page, target);
    expect(examined).toEqual([]);
    await comeBack(page);
    await expect(page.getByText("inngest_functions_unregistered")).toBeVisible();
    // What only the browser knows is still there.
    await expect(page.getByText("SDK in the browser")).toBeVisible();
    expect(examined).toHaveLength(1);
    expect(await markOf(page)).toBe("set");
  } finally {
    await control(inngest, "reset", {}, "POST");
  }
});

test("an open history says once that the session has ended, and keeps what it showed", async ({
  dashboard: page,
  target,
}) => {
  await runCheck(page, FIRST);
  await openOnce(page, `${target.url}${HISTORY}`);
  const said = await page.getByRole("heading", { level: 1 }).textContent();
  await page.context().clearCookies();
  await comeBack(page);
  const notice = page.getByRole("alert").filter({ hasText: "You are signed out." });
  await expect(notice).toHaveCount(1);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(said ?? "");
  await notice.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel(/token/i).fill(target.token);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${HISTORY}`);
});

/** So many seconds of the page's own clock pass until it asks the next time. */
async function secondsUntilAsked(page: Page, asked: readonly string[]): Promise<number> {
  const before = asked.length;
  let seconds = 0;
  const next = async () => {
    await page.clock.runFor(1_000);
    seconds += 1;
    return asked.length;
  };
  await expect.poll(next, { intervals: [20] }).toBeGreaterThan(before);
  return seconds;
}

for (const { path, tag } of [
  { path: "/admin/sentry", tag: [] },
  { path: "/admin/sentry/history", tag: "@long" },
  { path: "/admin/sentry/doctor", tag: "@long" },
])
  test(`${path} asks next to nothing while it lies open, and nothing at all while it is hidden`, {
    tag,
  }, async ({ dashboard: page, target }) => {
    const asked: string[] = [];
    await page.clock.install();
    const first = page.waitForRequest(isIdleLook);
    await page.goto(`${target.url}${path}`);
    await first;
    if (path.endsWith("doctor")) await expect(page.getByText("SDK in the browser")).toBeVisible();
    page.on("request", (request) => {
      // The host's own SDK sends what it likes.
      if (!request.url().includes("/envelope/")) asked.push(new URL(request.url()).pathname);
    });
    for (const _ of [1, 2, 3]) expect(await secondsUntilAsked(page, asked)).toBeGreaterThanOrEqual(19);
    expect(asked.filter((one) => !one.endsWith("/status"))).toEqual([]);
    await page.evaluate(() => Object.defineProperty(document, "hidden", { value: true }));
    asked.length = 0;
    await page.clock.runFor(300_000);
    expect(asked).toEqual([]);
  });
