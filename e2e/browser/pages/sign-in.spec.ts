import { expect, expectAccessible, test } from "../test";

test("the page sends a stranger to the sign-in, which takes the token and leads back", async ({
  page,
  target,
}) => {
  await page.goto(`${target.url}/admin/sentry`);
  await expect(page).toHaveURL(/\/admin\/sentry\/sign-in/);
  await expectAccessible(page);
  await page.getByLabel(/token/i).fill(target.token);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/admin\/sentry$/);
});

test("a wrong token is refused kindly and admits nobody", async ({ page, target }) => {
  test.skip(target.local === null, "would count against the deployment's sign-in limit");
  await page.goto(`${target.url}/admin/sentry/sign-in`);
  await page.getByLabel(/token/i).fill("not-the-token-not-the-token-not-the-token");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: /\w/ })).toBeVisible();
  await page.goto(`${target.url}/admin/sentry`);
  await expect(page).toHaveURL(/\/admin\/sentry\/sign-in/);
});

test("the fragment that signs in leaves the address at once, and signing out ends the session", async ({
  dashboard,
  target,
}) => {
  await dashboard.context().clearCookies();
  await dashboard.goto(`${target.url}/admin/sentry/sign-in#token=${target.token}`);
  await dashboard.waitForURL("**/admin/sentry");
  expect(dashboard.url()).not.toContain(target.token);
  await dashboard.getByRole("button", { name: "Sign out" }).click();
  await expect(dashboard).toHaveURL(/\/admin\/sentry\/sign-in/);
  await dashboard.goto(`${target.url}/admin/sentry`);
  await expect(dashboard).toHaveURL(/\/admin\/sentry\/sign-in/);
});
