import { CATALOGUE } from "#checks/catalogue.js";
import { runCheck } from "../press";
import { expect, expectAccessible, test } from "../test";

const HISTORY = "/admin/sentry/history?environment=production&release=shop%404f2a91c";

test("a run has a page of its own that says what its card says, to be passed on and copied", async ({
  dashboard: page,
  target,
}) => {
  const card = await runCheck(page, CATALOGUE[0]?.title ?? "");
  await expect(card.getByText(/^Pass/).first()).toBeVisible();
  const link = card.getByRole("link", { name: /^Page of run/ });
  const run = ((await link.textContent()) ?? "").slice(-32);
  await link.click();
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.waitForURL(`**/admin/sentry/runs/${run}`);
  await expect(page.getByText(/^Pass/).first()).toBeVisible();
  await expect(page.getByRole("list", { name: "Stages" }).getByRole("listitem")).toHaveCount(6);
  await expect(page.getByText(/^Compared: all \d+ values are as expected/)).toBeVisible();
  await expect(page.getByRole("link", { name: /Open the event/ })).toHaveAttribute("href", /^https?:\/\//);

  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy verdict as text" }).click();
  await expect(page.getByText("Copied")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("Roundtrip check sentry: PASS");
  expect(copied).toContain(`${target.url}/admin/sentry/runs/${run}`);
  await page.getByText("The verdict as text").click();
  await expect(page.getByText("Roundtrip check sentry: PASS")).toHaveText(copied);
  await expectAccessible(page);
});

test("a run's page asks strangers to sign in and leads them back; an id that is none is said to be none", async ({
  browser,
  dashboard: page,
  target,
}) => {
  const path = "/admin/sentry/runs/01a2071388e076938897a782d26598ce";
  const context = await browser.newContext();
  const stranger = await context.newPage();
  await stranger.goto(`${target.url}${path}`);
  await stranger.waitForURL(`**/admin/sentry/sign-in?next=${encodeURIComponent(path)}`);
  await stranger.goto(`${target.url}${HISTORY}`);
  const next = HISTORY;
  await stranger.waitForURL(`**/admin/sentry/sign-in?next=${encodeURIComponent(next)}`);
  // As a terminal prints it below a verdict: the way in must not lose the place on the page.
  const cause = `${target.url}/admin/sentry/causes#dsn_rejected`;
  await stranger.goto(cause);
  await stranger.getByLabel("Admin token").fill(target.token);
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await stranger.waitForURL(cause);
  await expect(stranger.locator("#dsn_rejected")).toBeInViewport();
  // A command stands once, in a block that can be copied, below the words that lead to it.
  const foreign = stranger.locator("#ingest_foreign");
  await expect(foreign.getByText("curl -i https://HOST")).toHaveCount(1);
  await expect(foreign.getByText(/and read who answers .*:$/)).toBeVisible();
  // A long command is read whole on a narrow screen, without scrolling sideways.
  await stranger.setViewportSize({ width: 390, height: 800 });
  await expectAccessible(stranger);
  await stranger.getByLabel("Look for a code or a word").fill("environment");
  await stranger.keyboard.press("Enter");
  await expect(stranger.getByRole("status")).toHaveText(/^\d+ of \d+ causes contain “environment”\.$/);
  await context.close();
  const ids = ["01a2071388e076938897a782d26598ce", "nonsense", "%3Cscript%3E", "0".repeat(32)];
  for (const path of [...ids.map((id) => `runs/${id}`), "causes/dsn_rejected"]) {
    const response = await page.context().request.get(`${target.url}/admin/sentry/${path}`);
    expect(response.status(), path).toBe(404);
    expect(await response.text(), path).toContain("There is no such page.");
  }
});
