import { CATALOGUE } from "#checks/catalogue.js";
import { byItsOwnClock } from "../elsewhere";
import { runCheck } from "../press";
import { expect, test, whileHeld } from "../test";

const FIRST = CATALOGUE[0]?.title ?? "";

test.beforeEach(({ target }) => {
  test.skip(target.local === null, "needs the stand-in: it must be told to store nothing yet");
});

test("while the app holds its answer back the page waits with that single request, and reads nothing anew", async ({
  dashboard: page,
  target,
}) => {
  const { asked, passes } = await byItsOwnClock(page);
  const waits = () => asked.filter((url) => url.includes("?wait=")).length;
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/\/sentry\/status\?wait=[1-9]/, async (route) => {
    // The first is answered by the app: once it has no more patience, or at once where the page had another verdict.
    if (waits() > 1) await held;
    await route.continue();
  });
  await whileHeld(target, async () => {
    await runCheck(page, FIRST);
    await expect.poll(async () => (await passes(300)) && waits(), { intervals: [20] }).toBe(2);
    const before = asked.length;
    expect(await passes(60_000)).toBe(before);
    answer();
    await expect.poll(() => passes(300), { intervals: [20] }).toBeGreaterThan(before);
  });
});

test("a page that finds no place to wait in asks again when the app tells it to, and reads nothing anew until then", async ({
  dashboard: page,
  target,
}) => {
  const { asked, passes } = await byItsOwnClock(page);
  let isFull = true;
  await page.route(/\/sentry\/status\?wait=[1-9]/, (route) => {
    if (!isFull) return route.continue();
    const { "if-none-match": etag = "", "x-check-nonce": nonce = "" } = route.request().headers();
    return route.fulfill({ status: 304, headers: { etag, "x-check-nonce": nonce, "retry-after": "60" } });
  });
  await whileHeld(target, async () => {
    const turnedAway = page.waitForResponse((one) => "retry-after" in one.headers());
    await runCheck(page, FIRST);
    await turnedAway;
    const before = asked.length;
    expect(await passes(30_000)).toBe(before);
    await expect.poll(() => passes(5_000), { intervals: [20] }).toBeGreaterThan(before);
    expect(asked[before]).toContain("?wait=");
    // Of a run that is not its check's newest, what all ask for says nothing.
    const rows = () => asked.slice(before).filter((one) => one.includes("?only=")).length;
    await expect.poll(() => passes(5_000).then(rows), { intervals: [20] }).toBeGreaterThan(0);
    const whileFull = asked.length;
    isFull = false;
    await expect.poll(() => passes(5_000), { intervals: [20] }).toBeGreaterThan(whileFull + 2);
    expect(asked.slice(whileFull + 1).some((one) => one.includes("?only="))).toBe(true);
  });
});
