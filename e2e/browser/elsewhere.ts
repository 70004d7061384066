import type { Page, Request, Response } from "@playwright/test";
import { expect, type Target } from "./test";

/** What a page asks now and then while nothing runs: whether any verdict is new. */
export const isIdleLook = (one: Request | Response): boolean => one.url().endsWith("/sentry/status?wait=0");

/** As when somebody comes back to the tab. */
export const comeBack = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));

/** A run of the check that is fired elsewhere, and decided. */
export async function runElsewhere(page: Page, { url, token }: Target, check = "sentry"): Promise<void> {
  await page.request.post(`${url}/api/health/sentry/verify`, {
    data: { checks: [check], wait: 60 },
    headers: { authorization: `Bearer ${token}` },
  });
}

/** The page anew, by a clock of its own: `asked` is what it asks of runs and verdicts, `passes` lets its time go by. */
export async function byItsOwnClock(page: Page) {
  await page.clock.install();
  await page.reload();
  await expect(page.locator("[data-live=yes]")).toBeVisible();
  const asked: string[] = [];
  page.on("request", (one) => void (/\?(only=|wait=[1-9])/.test(one.url()) && asked.push(one.url())));
  /** @returns how much was asked by then */
  const passes = async (ms: number): Promise<number> => {
    await page.clock.runFor(ms);
    return asked.length;
  };
  return { asked, passes };
}
