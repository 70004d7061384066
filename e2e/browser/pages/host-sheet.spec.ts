import { CATALOGUE } from "#checks/catalogue.js";
import { runCheck } from "../press";
import { expect, expectAccessible, test } from "../test";
import { looks, SHEET_NAMES, under } from "./host-sheets";

const FIRST = CATALOGUE[0]?.title ?? "";

const BOTH = ["before", "after"] as const;
for (const { path, places, tag } of [
  { path: "/admin/sentry", places: ["after"], tag: "" },
  { path: "/admin/sentry", places: ["before"], tag: "@long" },
  { path: "/admin/sentry/history", places: BOTH, tag: "@long" },
  { path: "/admin/sentry/causes?look=dsn", places: BOTH, tag: "@long" },
  { path: "/admin/sentry/doctor", places: BOTH, tag: "@long" },
] as const)
  test(`${path} looks the same under any sheet of the host's ${places.join(" and ")} ours`, {
    tag: tag ? [tag] : [],
  }, async ({ dashboard: page, target }) => {
    const row = await runCheck(page, FIRST);
    await expect(row.getByText(/^Pass/).first()).toBeVisible();
    await page.emulateMedia({ reducedMotion: "reduce" });
    // "Just now" would become "1 min ago" between two looks on a busy machine.
    await page.clock.setFixedTime(Date.now());
    await page.goto(`${target.url}${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    if (path.endsWith("doctor")) await expect(page.getByText("SDK in the browser")).toBeVisible();
    const alone = await looks(page);
    expect(alone.length).toBeGreaterThan(20);
    for (const place of places)
      for (const name of SHEET_NAMES) {
        const seen = await under(page, name, place);
        expect(seen.length).toBe(alone.length);
        const differ = seen.flatMap((one, index) => (one === alone[index] ? [] : [alone[index], one]));
        expect.soft(differ.slice(0, 6), `${name}, ${place} ours`).toEqual([]);
      }
  });

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

test("high contrast and print leave nothing out, at 320 pixels as well", { tag: "@long" }, async ({
  dashboard: page,
}) => {
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
