import { expect, type Locator, type Page, type Response } from "@playwright/test";
import { LISTED } from "./listed";

/** Says how many it fires, which is all only once no other check waits for its first run. */
export const RUN_ALL = /^Run (all )?\d+ checks?$/;

/** A check's own address, and the one that mints a run for a browser. */
const FIRING = /^\/api\/health\/(sentry(-[a-z]+)*|sentry\/runs)$/;
export const firesAt = ({ pathname }: URL): boolean => FIRING.test(pathname);
const isFiring = (response: Response) =>
  response.request().method() === "POST" && firesAt(new URL(response.url()));

/** A limit a minute is waited for; that an hour would outlast every test. */
const PATIENCE_MS = 120_000;

/**
 * Milliseconds that a deployment which limits firing asks for; null where it fired.
 * @throws where it asks for more than a test can wait
 */
function askedToWait(response: Response): number | null {
  if (response.status() !== 429) return null;
  const ms = Number(response.headers()["retry-after"] ?? 60) * 1_000;
  if (ms > PATIENCE_MS)
    throw new Error(
      `The deployment admits no firing for ${ms / 1_000} s: raise FIRE_LIMIT_PER_HOUR there, or wait that long.`,
    );
  return ms;
}

/** What has not run yet stands below, behind one line. */
async function openIdle(page: Page): Promise<void> {
  const closed = page.locator("details.rt-idle:not([open], [hidden]) > summary");
  if ((await closed.count()) > 0) await closed.click();
}

/**
 * Presses a check's button; answers its row, once that shows the very run that was fired: whatever an earlier run
 * left there is gone by then.
 */
export async function runCheck(page: Page, title: string): Promise<Locator> {
  await openIdle(page);
  const card = page.getByRole("article", { name: title, exact: true });
  for (;;) {
    const answered = page.waitForResponse(isFiring);
    // "Run again" once there was a run; "Running" while there is one, which is waited for.
    await card.getByRole("button", { name: /^Run / }).click();
    const response = await answered;
    const ms = askedToWait(response);
    if (ms === null) {
      const run = response.headers()["x-check-run"] ?? "no run";
      await expect(card.getByRole("link", { name: /^Page of run/ })).toContainText(run);
      return card;
    }
    await page.waitForTimeout(ms);
  }
}

/**
 * Presses the button for all, and that for those which have not run yet, until each check was fired by one press and is
 * decided. Answers how many runs that made: where firing is limited, some of an earlier press as well.
 */
export async function runAll(page: Page): Promise<number> {
  let fired = 0;
  // A check that is being fired, or that runs, is not fired again by a press.
  const running = page.locator("[data-firing], [data-check][data-verdict=pending]");
  const more = page.getByRole("button", { name: /^Run these/ });
  await openIdle(page);
  for (;;) {
    await expect(running).toHaveCount(0);
    const answers: Response[] = [];
    const gather = (response: Response) => void (isFiring(response) && answers.push(response));
    page.on("response", gather);
    await page.getByRole("button", { name: RUN_ALL }).click();
    if ((await more.count()) > 0) await more.click();
    await expect.poll(() => answers.length).toBe(LISTED.length);
    page.off("response", gather);
    const waits = answers.map(askedToWait);
    fired += waits.filter((ms) => ms === null).length;
    const ms = Math.max(0, ...waits.map((one) => one ?? 0));
    if (ms === 0) break;
    await page.waitForTimeout(ms);
  }
  // Until then the headline is that of the runs before; and a page that is left takes its browser's checks with it.
  await expect(running).toHaveCount(0);
  return fired;
}
