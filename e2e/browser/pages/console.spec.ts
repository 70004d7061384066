import { isIdleLook, runElsewhere } from "../elsewhere";
import { expect, test, whileRefused } from "../test";

for (const { path, tag } of [
  { path: "/admin/sentry", tag: [] },
  { path: "/admin/sentry/history", tag: "@long" },
  { path: "/admin/sentry/doctor", tag: "@long" },
])
  test(`${path} prints no error on the console while it lies open and a check fails`, { tag }, async ({
    dashboard: page,
    target,
  }) => {
    test.skip(target.local === null, "needs the stand-in: it must be told to refuse");
    await whileRefused(target, () => runElsewhere(page, target));
    const printed: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") printed.push(`${message.text()} ${message.location().url}`);
    });
    const codes: number[] = [];
    page.on("response", (one) => void (isIdleLook(one) && codes.push(one.status())));
    await page.clock.install();
    await page.goto(`${target.url}${path}`);
    const looks = async () => {
      await page.clock.runFor(1_000);
      return codes.length;
    };
    await expect.poll(looks, { intervals: [20] }).toBeGreaterThanOrEqual(3);
    expect(printed).toEqual([]);
    await runElsewhere(page, target);
  });
