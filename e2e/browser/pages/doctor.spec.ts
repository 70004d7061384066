import type { Page } from "@playwright/test";
import { CATALOGUE } from "#checks/catalogue.js";
import { runCheck } from "../press";
import { shoot } from "../shoot";
import { control, expect, expectAccessible, test } from "../test";

const SCOPES = ["project:read", "event:read", "org:read"];
const DOCTOR = "/admin/sentry/doctor";

/** Waits until the doctor says so; where the machine was too busy to answer itself in time, examined again as it asks. */
const expectExamined = (page: Page, words: RegExp) =>
  expect(async () => {
    if (await page.getByText("page_slow").isVisible()) await page.reload();
    await expect(page.getByRole("status")).toHaveText(words, { timeout: 5_000 });
  }).toPass();

test.beforeEach(({ target }) => {
  test.skip(target.local === null, "needs the stand-ins: the set-up of a deployment is its own");
});

test("the set-up is well; what is wrong then is said with the line to change, and axe finds nothing", async ({
  dashboard: page,
  target,
}) => {
  // Sentry knows a release once an event has named it.
  const card = await runCheck(page, CATALOGUE[0]?.title ?? "");
  await expect(card.getByText(/^Pass/).first()).toBeVisible();

  await page.getByRole("link", { name: "Doctor", exact: true }).click();
  await page.waitForURL(`**${DOCTOR}`);
  await expectExamined(page, /^\d+ ok\. Nothing to change\.$/);
  await expect(page.getByText("SDK in the browser")).toBeVisible();
  await expect(page.getByText("Change:")).toHaveCount(0);
  await expectAccessible(page);

  if (!target.local) return;
  const { sentry, inngest } = target.local;
  try {
    await control(sentry, "settings", { scopes: ["org:read"] });
    await control(inngest, "unregister", {}, "POST");
    await page.getByRole("link", { name: "Examine again" }).click();
    await expect(page.getByRole("status")).toHaveText(/^\d+ failed/);
    await expect(page.getByText("read_scopes_missing")).toBeVisible();
    const tokens = page.getByRole("link", { name: "Open Settings, Account, Personal Tokens in Sentry" });
    await expect(tokens).toHaveAttribute("href", `${sentry}/settings/account/api/auth-tokens/`);
    await expect(page.getByText("inngest_functions_unregistered")).toBeVisible();
    await expect(page.getByText(/npm run sync -- --url/)).toBeVisible();
    await shoot(page, "doctor-wrong");
  } finally {
    await control(sentry, "settings", { scopes: SCOPES });
    await control(inngest, "reset", {}, "POST");
  }
  await page.getByRole("link", { name: "Examine again" }).click();
  await expectExamined(page, /^\d+ ok\./);
});

test.describe("in a browser that does not reach Sentry", () => {
  test.use({ tolerates: /Content Security Policy/ });

  test("a blocker and a policy are told apart", async ({ dashboard: page, target }) => {
    await page.route("**/envelope/**", (route) => route.abort("blockedbyclient"));
    await page.goto(`${target.url}${DOCTOR}`);
    await expect(page.getByText("browser_ingest_blocked")).toBeVisible();
    await expect(page.getByText("an ad blocker, a proxy, or the network")).toBeVisible();

    await page.unroute("**/envelope/**");
    await page.route(`**${DOCTOR}`, async (route) => {
      const answer = await route.fetch();
      const policy = answer.headers()["content-security-policy"] ?? "";
      const narrow = policy.replace(/connect-src [^;]*/, "connect-src 'self'");
      await route.fulfill({
        response: answer,
        headers: { ...answer.headers(), "content-security-policy": narrow },
      });
    });
    await page.getByRole("link", { name: "Examine again" }).click();
    await expect(page.getByText("Content-Security-Policy: connect-src 'self' http")).toBeVisible();
  });
});
