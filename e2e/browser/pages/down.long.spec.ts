import { randomBytes } from "node:crypto";
import { freePort } from "#stand-ins/port.js";
import type { Running } from "@/local/processes";
import { ROOT } from "@/local/root";
import { startNext } from "@/local/stack";
import { shoot } from "../shoot";
import { expect, test } from "../test";

const secret = () => randomBytes(32).toString("base64url");
let app: Running | undefined;

/** The built app on a port of its own, with these variables and no others of ours. */
async function start(env: Record<string, string>): Promise<string> {
  const port = await freePort();
  app = await startNext(ROOT, port, env);
  return `http://127.0.0.1:${port}`;
}

test.beforeEach(({ target }) => {
  test.skip(target.local === null, "starts an app of its own");
});
test.afterEach(async () => {
  await app?.stop();
  app = undefined;
});

test("a closed app says that it is, and names what is missing, before anybody tries to sign in", async ({
  page,
}) => {
  const url = await start({});
  await page.goto(`${url}/admin/sentry`);
  await page.waitForURL(/\/admin\/sentry\/sign-in/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Roundtrip is closed");
  const reasons = page.getByRole("alert").filter({ hasText: /\w/ });
  await expect(reasons.getByRole("listitem").first()).toHaveText("ADMIN_TOKEN is not set.");
  await expect(page.getByRole("button", { name: "Sign in" })).toHaveCount(0);
  await shoot(page, "closed");
  await page.goto(`${url}/`);
  await page.getByRole("link", { name: "Open the checks" }).click();
  await page.waitForURL(/\/admin\/sentry\/sign-in/);
});

test("an app whose run store is down claims nothing, on any page, and says what to do", async ({ page }) => {
  const token = secret();
  const url = await start({
    ADMIN_TOKEN: token,
    INNGEST_SIGNING_KEY: `signkey-test-${randomBytes(32).toString("hex")}`,
    INNGEST_BASE_URL: "http://127.0.0.1:9",
    STORE_URL: `redis://127.0.0.1:${await freePort()}`,
  });
  await page.goto(`${url}/admin/sentry/sign-in#token=${token}`);
  await page.waitForURL("**/admin/sentry");
  const headline = page.getByRole("heading", { level: 1 });
  await expect(headline).toHaveText("The verdicts could not be read.");
  await expect(page.getByRole("alert").filter({ hasText: /\w/ })).toHaveCount(1);
  await expect(page.getByText("STORE_URL").first()).toBeVisible();
  // As the tab's icon says it: not proven.
  await expect(page.locator("[data-store-down]")).toHaveAttribute("data-tone", "unknown");
  await expect(page.getByRole("article")).toHaveCount(0);
  await shoot(page, "store-is-down");

  await page.getByRole("link", { name: "History", exact: true }).click();
  await expect(headline).toHaveText("The history cannot be shown.");
  await shoot(page, "store-is-down-history");
  await page.goto(`${url}/admin/sentry/runs/01a2071388e076938897a782d26598ce`);
  await expect(headline).toHaveText("This run cannot be shown.");
});
