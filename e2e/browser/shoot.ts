import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./test";

/** Pictures of a state of the page, wide and narrow, light and dark; nothing may be cut off or inaccessible. */
export async function shoot(page: Page, name: string, { axe = true } = {}): Promise<void> {
  const { outputDir } = test.info();
  const before = page.viewportSize();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const [size, width] of [
      ["wide", 1280],
      ["narrow", 360],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${name}, ${size}`).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `${outputDir}/${name}-${size}-${colorScheme}.png`, fullPage: true });
    }
    if (axe) await expectAccessible(page);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (before) await page.setViewportSize(before);
}
