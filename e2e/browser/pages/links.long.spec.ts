import type { Locator, Page, Response } from "@playwright/test";
import { runAll, runCheck } from "../press";
import { expect, test, whileRefused } from "../test";
import { PRODUCTION, putThirtyDays } from "../thirty-days";

/** Links that differ only in a run, a check, a cause or an issue are made by one line. */
const shapeOf = (href: string): string =>
  href.startsWith("/")
    ? href.replaceAll(/[0-9a-f]{32}|=[^&]*|#.*/g, "…")
    : href.replaceAll(/[0-9a-f]{32}|(?<=\/issues\/)\d+/g, "…");

/** The links of a page that a person can click: one of each shape. */
async function linksOf(page: Page): Promise<{ href: string; name: string; nth: number }[]> {
  const all = await page.locator("a[href]").evaluateAll((found) =>
    found.map((one, nth) => ({
      href: one.getAttribute("href") ?? "",
      name: one.textContent ?? "",
      nth,
      isShown: one.checkVisibility(),
    })),
  );
  const links = all.filter(({ isShown }) => isShown);
  const shapes = links.map(({ href }) => shapeOf(href));
  return links.filter((_, index) => shapes.indexOf(shapes[index] ?? "") === index);
}

/** Clicks a link as a person does, and gives the page that it leads to with the status of its answer. */
async function click(page: Page, link: Locator): Promise<{ landed: Page; status: number | undefined }> {
  const statuses = new Map<string, number>();
  const note = (response: Response) => void statuses.set(response.url(), response.status());
  const context = page.context();
  context.on("response", note);
  const opens = (await link.getAttribute("target")) === "_blank";
  const landing = opens ? context.waitForEvent("page") : page.waitForEvent("framenavigated");
  await link.click();
  await landing;
  const landed = opens ? context.pages().at(-1) : page;
  if (!landed) throw new Error("no page was opened");
  await landed.waitForLoadState();
  context.off("response", note);
  return { landed, status: statuses.get(landed.url().split("#")[0] ?? "") };
}

/** Clicks every link of the page at this address; each must lead to a page that says what it is. */
async function followAll(page: Page, address: string, atLeast: number): Promise<void> {
  const ready = async () => {
    await page.goto(address);
    await page.waitForLoadState();
    // What is folded away has links as well.
    await page.locator("details").evaluateAll((all) => {
      for (const one of all as HTMLDetailsElement[]) one.open = true;
    });
  };
  await ready();
  const links = (await linksOf(page)).filter(({ href }) => !href.startsWith("#"));
  expect(links.length, `links of ${address}`).toBeGreaterThanOrEqual(atLeast);
  for (const { href, name, nth } of links) {
    await test.step(`${name} leads to ${href}`, async () => {
      const { landed, status } = await click(page, page.locator("a[href]").nth(nth));
      expect(status, href).toBeLessThan(400);
      await expect(landed.locator("h1").first(), href).toHaveText(/\w/);
      const hash = new URL(landed.url()).hash.slice(1);
      if (hash) await expect(landed.locator(`[id="${hash}"]`), href).toBeInViewport();
      if (landed !== page) await landed.close();
      await ready();
    });
  }
}

test.describe("every link", () => {
  test.beforeEach(({ target }) => {
    test.skip(target.local === null, "needs the stand-in: a deployment's Sentry asks for a sign-in");
  });

  test("on the page of checks leads to a page that is there", async ({ dashboard: page, target }) => {
    await runAll(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^All \d+ checks pass\.$/);
    await whileRefused(target, async () => {
      const card = await runCheck(page, "Route handler");
      await expect(card.getByText(/^Fail/).first()).toBeVisible();
    });
    await expect(page.getByRole("link", { name: "dsn_rejected" })).toHaveCount(1);
    await followAll(page, `${target.url}/admin/sentry`, 10);
  });

  test("on a run's page, in the history, and on the front page leads to a page that is there", async ({
    dashboard: page,
    target,
  }) => {
    if (target.local) await putThirtyDays(target.local.store);
    const card = await runCheck(page, "Route handler");
    await expect(card.getByText(/^Pass/).first()).toBeVisible();
    await card.getByRole("link", { name: /^Page of run/ }).click();
    await page.waitForURL(/\/runs\//);
    await followAll(page, page.url(), 5);
    await followAll(page, `${target.url}/admin/sentry/history?environment=${PRODUCTION}`, 5);
    await followAll(page, `${target.url}/`, 1);
  });

  test("to a place on the page of causes shows that place", async ({ dashboard: page, target }) => {
    await page.goto(`${target.url}/admin/sentry/causes`);
    const places = (await linksOf(page)).filter(({ href }) => href.startsWith("#"));
    expect(places.length).toBeGreaterThan(50);
    // The first, the last, and some between: all are written by one line.
    for (const { href, nth } of places.filter(
      (_, index) => index % 20 === 0 || index === places.length - 1,
    )) {
      await page.locator("a[href]").nth(nth).click();
      await expect(page.locator(`[id="${href.slice(1)}"]`), href).toBeInViewport();
    }
  });
});
