import type { Page } from "@playwright/test";
import { runCheck } from "../press";
import { expect, expectAccessible, test } from "../test";

const PAGE = "**/admin/checks/browser/*";

const runInBrowser = (dashboard: Page) => runCheck(dashboard, "Browser");

test("the browser's check leaves the dashboard whole: no frame stays, nothing violates its policy", async ({
  dashboard,
}) => {
  await dashboard.evaluate(() => {
    const seen: string[] = [];
    Reflect.set(window, "violations", seen);
    document.addEventListener("securitypolicyviolation", (event) => seen.push(event.violatedDirective));
  });
  const card = await runInBrowser(dashboard);
  await expect(card.getByText(/^Pass/).first()).toBeVisible();
  await expect(dashboard.locator("iframe")).toHaveCount(0);
  expect(await dashboard.evaluate(() => Reflect.get(window, "violations"))).toEqual([]);
  await expectAccessible(dashboard);
});

test("an ad blocker that stops the request is told from a Sentry that is down", { tag: "@long" }, async ({
  dashboard,
}) => {
  await dashboard.route("**/envelope/**", (route) => route.abort("blockedbyclient"));
  const card = await runInBrowser(dashboard);
  await expect(card.getByText(/^Fail/).first()).toBeVisible();
  await expect(card).toContainText("Something in the browser stopped the request to Sentry");
  await expect(card).toContainText("browser_request_blocked");
  await expectAccessible(dashboard);
});

test.describe("behind a page that is tampered with on its way", () => {
  test.use({ tolerates: /Content Security Policy|status of 502/ });

  test("a policy without the ingest's origin is named as what keeps the events in", async ({ dashboard }) => {
    await dashboard.route(PAGE, async (route) => {
      const response = await route.fetch();
      const policy = response.headers()["content-security-policy"] ?? "";
      const narrow = policy.replace(/connect-src [^;]*/, "connect-src 'self'");
      await route.fulfill({
        response,
        headers: { ...response.headers(), "content-security-policy": narrow },
      });
    });
    const card = await runInBrowser(dashboard);
    await expect(card.getByText(/^Fail/).first()).toBeVisible();
    await expect(card).toContainText("csp_blocks_ingest");
  });

  test("a proxy that stands before the page is named, and the run does not wait for its deadline", async ({
    dashboard,
  }) => {
    await dashboard.route(PAGE, (route) => route.fulfill({ status: 502, body: "bad gateway" }));
    const card = await runInBrowser(dashboard);
    await expect(card.getByText(/^Fail/).first()).toBeVisible();
    await expect(card).toContainText("it answered 502");
  });

  test("a page that may not be framed is named", async ({ dashboard }) => {
    await dashboard.route(PAGE, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), "content-security-policy": "frame-ancestors 'none'" };
      await route.fulfill({ response, headers });
    });
    const card = await runInBrowser(dashboard);
    await expect(card.getByText(/^Fail/).first()).toBeVisible();
    await expect(card).toContainText("browser_page_unreachable");
  });
});
