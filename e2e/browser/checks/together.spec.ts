import type { Page } from "@playwright/test";
import { CATALOGUE } from "#checks/catalogue.js";
import { counted } from "#verdict/text/plural.js";
import { runElsewhere } from "../elsewhere";
import { runCheck } from "../press";
import { control, expect, test, whileHeld } from "../test";

const [FIRST, OTHER] = [CATALOGUE[0]?.title ?? "", CATALOGUE[1]];

test.beforeEach(({ target }) => {
  test.skip(target.local === null, "needs the stand-in: it must be told to refuse");
});

const row = (page: Page, title = "") => page.getByRole("article", { name: title, exact: true });

/** What the page says of itself each time that anything on it changes. */
const watchWords = (page: Page) =>
  page.evaluate(() => {
    const seen: { headline: string; title: string; failing: number }[] = [];
    Reflect.set(window, "seen", seen);
    const note = () =>
      seen.push({
        headline: document.querySelector("h1")?.textContent ?? "",
        title: document.title,
        failing: document.querySelectorAll("[data-check][data-tone=fail]").length,
      });
    new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true });
  });
const seenBy = (page: Page) =>
  page.evaluate(() => Reflect.get(window, "seen") as { headline: string; title: string; failing: number }[]);

test("the headline counts a check of somebody else's when its row shows that run, and no sooner", async ({
  dashboard: page,
  target,
}) => {
  // Both have passed, so that a row which is behind is seen to say so.
  for (const title of [OTHER?.title ?? "", FIRST])
    await expect((await runCheck(page, title)).getByText(/^Pass/).first()).toBeVisible();
  // Another test before this one may have left some that fail.
  const failed = await page.locator("[data-check][data-tone=fail]").count();
  await watchWords(page);
  // Its event is not to be found: this page follows one check, while another fails elsewhere.
  await whileHeld(target, async () => {
    await runCheck(page, FIRST);
    await control(target.local?.sentry ?? "", "ingest", { mode: "status", status: 403 });
    await runElsewhere(page, target, OTHER?.name);
    const words = counted(failed + 1, "check fails", "checks fail");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${words}.`);
    await expect(row(page, OTHER?.title).getByText("Fail", { exact: true })).toBeVisible();
    await expect(page).toHaveTitle(new RegExp(`^${words}`));
    const seen = await seenBy(page);
    const isWhole = ({ headline, title, failing }: (typeof seen)[number]) =>
      [headline, title].every((words) => Number(/^(\d+) checks? fails?/.exec(words)?.[1] ?? 0) === failing);
    expect(seen.filter((one) => !isWhole(one))).toEqual([]);
  });
});
