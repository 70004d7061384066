import { CATALOGUE } from "#checks/catalogue.js";
import { runCheck } from "../press";
import { control, expect, test } from "../test";

const FIRST = CATALOGUE[0]?.title ?? "";

test("a page that finds no place to wait in asks again when the app tells it to, and reads nothing anew until then", async ({
  dashboard: page,
  target,
}) => {
  test.skip(target.local === null, "needs the stand-in: it must be told to store nothing yet");
  const sentry = target.local?.sentry ?? "";
  await page.clock.install();
  await page.reload();
  await expect(page.locator("[data-live=yes]")).toBeVisible();
  const asked: string[] = [];
  page.on("request", (one) => void (/\?(only=|wait=[1-9])/.test(one.url()) && asked.push(one.url())));
  const passes = async (ms: number) => {
    await page.clock.runFor(ms);
    return asked.length;
  };
  let isFull = true;
  await page.route(/\/sentry\/status\?wait=[1-9]/, (route) => {
    if (!isFull) return route.continue();
    const { "if-none-match": etag = "", "x-check-nonce": nonce = "" } = route.request().headers();
    return route.fulfill({ status: 304, headers: { etag, "x-check-nonce": nonce, "retry-after": "60" } });
  });
  await control(sentry, "delay", { ms: 3_600_000 });
  try {
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
  } finally {
    await control(sentry, "reset", {}, "POST");
  }
});
