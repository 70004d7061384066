import type { Check } from "#checks/check.js";
import { stagesOf } from "#verdict/stages.js";
import { APP_CHECKS } from "../../app-checks";
import { LISTED } from "../listed";
import { runAll, runCheck } from "../press";
import { shoot } from "../shoot";
import { control, expect, expectAccessible, test, whileRefused, whileUnreadable } from "../test";

/** Checks whose rows have the same stages, and that are fired in the same way, differ by nothing that the page does. */
const kindOf = (check: Check) => [...stagesOf(check), check.page ? "page" : "", check.tracing ?? ""].join();
const KINDS = APP_CHECKS.map(kindOf);

for (const [at, check] of APP_CHECKS.entries()) {
  const tag = KINDS.indexOf(kindOf(check)) < at ? "@long" : [];
  test(`the button of ${check.name} runs it to a pass, stage by stage`, { tag }, async ({ dashboard }) => {
    const card = await runCheck(dashboard, check.title);
    await expect(card.getByText(/^Pass/).first()).toBeVisible();
    const stages = card.getByRole("list", { name: "Stages" }).getByRole("listitem");
    const names = stagesOf(check);
    await expect(stages).toHaveCount(names.length);
    // The deployment's trace sample rate decides whether the last one is about spans that are there or are not.
    const told = names.map((name) => (check.tracing && name === "matched" ? /matched|absent/ : name));
    for (const [index, name] of told.entries()) await expect(stages.nth(index)).toContainText(name);
    await expect(card.getByRole("link", { name: /Open the event/ })).toHaveAttribute("href", /^https?:\/\//);
  });
}

// In npm test the page that axe looks at is one on which one button ran them all.
test("one button runs every check, and the page says that all of them pass", { tag: "@long" }, async ({
  dashboard,
}) => {
  await runAll(dashboard);
  await expect(dashboard.getByRole("heading", { level: 1 })).toHaveText(`All ${LISTED.length} checks pass.`);
  await expect(dashboard.getByRole("log", { name: "Verdicts" })).toContainText(/pass/i);
});

test("the link to Sentry shows the very event", async ({ dashboard, target }) => {
  test.skip(target.local === null, "needs the stand-in: a deployment's Sentry asks for a sign-in");
  const card = await runCheck(dashboard, "Route handler");
  // Clicked, since only then does the browser say that another page's link leads there.
  const opening = dashboard.waitForEvent("popup");
  await card.getByRole("link", { name: /Open the event/ }).click();
  await expect((await opening).getByText(/raised this on purpose/).first()).toBeVisible();
});

test("a refused event fails at stage “accepted”, with cause and remedy on the page", async ({
  dashboard,
  target,
}) => {
  test.skip(target.local === null, "needs the stand-in: it must be told to refuse");
  // By an event that is read back the app learns the project's slug.
  await expect((await runCheck(dashboard, "Route handler")).getByText(/^Pass/).first()).toBeVisible();
  await whileRefused(target, async () => {
    const card = await runCheck(dashboard, "Route handler");
    await expect(card.getByText(/^Fail/).first()).toBeVisible();
    await expect(card).toContainText("the key in SENTRY_DSN is not valid for its project");
    await expect(card).toContainText("Compare SENTRY_DSN with the DSN that Sentry shows");
    const keys = card.getByRole("link", { name: "Open Client Keys in Sentry" });
    await expect(keys).toHaveAttribute("href", `${target.local?.sentry}/settings/local/projects/app/keys/`);
    await expect(card).toContainText("dsn_rejected, failed at stage “accepted”");
    await expectAccessible(dashboard);
    await card.getByRole("link", { name: "dsn_rejected" }).click();
    const about = dashboard.getByRole("article", { name: "dsn_rejected" });
    await expect(about).toContainText("Compare SENTRY_DSN with the DSN that Sentry shows");
    await expect(about).toBeInViewport();
    await expectAccessible(dashboard);
  });
});

test("of an event that nobody could look for, nothing says that it is not stored", async ({
  dashboard,
  target,
}) => {
  test.skip(target.local === null, "needs the stand-in: it must refuse to be read");
  await whileUnreadable(target, async () => {
    const card = await runCheck(dashboard, "Route handler");
    await expect(card.getByText("Not proven").first()).toBeVisible();
    await expect(card).toContainText("read_unauthorized, not proven at stage “stored”");
    const stages = card.getByRole("list", { name: "Stages" }).getByRole("listitem");
    await expect(stages.filter({ hasText: "stored" })).toContainText("not proven");
    await expect(stages.filter({ hasText: "matched" })).toContainText("not known");
    await expect(card).not.toContainText(/not (passed|reached|stored)/);
    await shoot(dashboard, "unreadable");
  });
});

test("a row names one thing to do, and what else to do as such", async ({ dashboard, target }) => {
  test.skip(target.local === null, "needs the stand-in: it must change what it stores");
  const { sentry = "" } = target.local ?? {};
  try {
    await control(sentry, "settings", { clockOffsetMs: 120_000 });
    await control(sentry, "alter", [{ path: "exception.values.0.stacktrace", value: null }]);
    const card = await runCheck(dashboard, "Route handler");
    await expect(card.getByText("Also do this:")).toHaveCount(1);
    await expect(card.getByText("Do this:", { exact: true })).toHaveCount(1);
    await shoot(dashboard, "two-to-do");
  } finally {
    await control(sentry, "settings", { clockOffsetMs: 0 });
    await control(sentry, "reset", {}, "POST");
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, { tag: colorScheme === "dark" ? "@long" : [] }, () => {
    test.use({ colorScheme });
    test("the page is accessible before and after a run, and on a narrow screen nothing is cut off", async ({
      dashboard,
    }) => {
      await expectAccessible(dashboard);
      await runAll(dashboard);
      await expect(dashboard.getByRole("heading", { level: 1 })).toHaveText(
        `All ${LISTED.length} checks pass.`,
      );
      await expectAccessible(dashboard);
      // Each is sent twice, as HTML and for the script, and with every load: an element a value and a day would be heavy.
      expect(await dashboard.locator("[data-check] *").count()).toBeLessThan(LISTED.length * 230);
      await dashboard.setViewportSize({ width: 360, height: 740 });
      const overflow = await dashboard.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
    });
  });
}
