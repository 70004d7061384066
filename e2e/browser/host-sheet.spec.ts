import { CATALOGUE } from "#checks/catalogue.js";
import { runCheck } from "./press";
import { expect, expectAccessible, test } from "./test";

const FIRST = CATALOGUE[0]?.title ?? "";

test("Roundtrip's sheet says nothing to what is beside it on a page", async ({ dashboard: page }) => {
  const seen = await page.evaluate(() => {
    const names = ["button", "page", "check", "grid", "flex", "label", "code", "hidden", "sr-only"];
    const looks = names.map((name) => {
      const one = document.createElement("div");
      document.body.append(one);
      const styleOf = () =>
        [...getComputedStyle(one)].map((key) => getComputedStyle(one).getPropertyValue(key)).join();
      const plain = styleOf();
      one.className = name;
      const same = styleOf() === plain;
      one.remove();
      return [name, same];
    });
    const root = getComputedStyle(document.documentElement);
    return { looks, ink: root.getPropertyValue("--color-ink"), font: root.getPropertyValue("--font-sans") };
  });
  expect(seen.looks.filter(([, same]) => !same)).toEqual([]);
  expect([seen.ink, seen.font]).toEqual(["", ""]);
});

test("high contrast and print leave nothing out, at 320 pixels as well", async ({ dashboard: page }) => {
  const row = await runCheck(page, FIRST);
  await expect(row.getByText(/^Pass/).first()).toBeVisible();
  await page.setViewportSize({ width: 320, height: 800 });
  const wider = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await wider()).toBeLessThanOrEqual(0);
  await page.emulateMedia({ forcedColors: "active" });
  await expectAccessible(page);
  expect(await wider()).toBeLessThanOrEqual(0);
  await page.emulateMedia({ forcedColors: null, media: "print" });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(row.getByRole("list", { name: "Stages" })).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
  expect(await wider()).toBeLessThanOrEqual(0);
});

test("a page that lies open asks next to nothing, and a hidden one nothing at all", async ({
  dashboard: page,
  target,
}) => {
  const asked: string[] = [];
  await page.clock.install();
  await page.goto(`${target.url}/admin/sentry`);
  await expect(page.locator("[data-live=yes]")).toBeVisible();
  page.on("request", (request) => {
    // The host's own SDK sends what it likes.
    if (!request.url().includes("/envelope/")) asked.push(new URL(request.url()).pathname);
  });
  await page.clock.runFor(61_000);
  expect(asked.filter((path) => !path.endsWith("/status"))).toEqual([]);
  expect(asked.length).toBeLessThanOrEqual(4);
  await page.evaluate(() => Object.defineProperty(document, "hidden", { value: true }));
  asked.length = 0;
  await page.clock.runFor(300_000);
  expect(asked).toEqual([]);
});
