import type { Page } from "@playwright/test";
import { expect } from "./test";

/** Whatever moves on the page from now on by itself, as Chromium counts it. */
export const watchShifts = (page: Page) =>
  page.evaluate(() => {
    const moved: number[] = [];
    Reflect.set(window, "moved", moved);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        moved.push(entry.value);
    }).observe({ type: "layout-shift" });
  });

/** A shift of what the eye sees is 0.1 and more; what a pixel's rounding makes is none. */
export async function expectUnmoved(page: Page, when: string): Promise<void> {
  const moved = await page.evaluate(() => Reflect.get(window, "moved") as number[]);
  expect(
    moved.reduce((sum, one) => sum + one, 0),
    when,
  ).toBeLessThan(0.001);
}
