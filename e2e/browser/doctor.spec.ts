import { CATALOGUE } from "#checks/catalogue.js";
import { runCheck } from "./press";
import { control, expect, expectAccessible, test } from "./test";

const SCOPES = ["project:read", "event:read", "org:read"];

test.beforeEach(({ target }) => {
  test.skip(target.local === null, "needs the stand-ins: the set-up of a deployment is its own");
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, { tag: colorScheme === "dark" ? "@long" : [] }, () => {
    test.use({ colorScheme });
    test("the set-up is well; what is wrong then is said with the line to change, and axe finds nothing", async ({
      dashboard: page,
      target,
    }, { outputDir }) => {
      await page.emulateMedia({ reducedMotion: "reduce" });
      const panel = page.getByRole("region", { name: "Set-up" });
      const shoot = async (name: string) => {
        for (const [size, width] of [
          ["wide", 1280],
          ["narrow", 360],
        ] as const) {
          await page.setViewportSize({ width, height: 800 });
          await expectAccessible(page);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          expect(overflow).toBeLessThanOrEqual(0);
          await panel.screenshot({ path: `${outputDir}/doctor-${name}-${size}-${colorScheme}.png` });
        }
      };
      // Sentry knows a release once an event has named it.
      const card = await runCheck(page, CATALOGUE[0]?.title ?? "");
      await expect(card.getByText(/^Pass/).first()).toBeVisible();

      await panel.getByRole("button", { name: "Examine the set-up" }).click();
      await expect(panel.getByRole("status")).toHaveText(/^\d+ ok\. Nothing to change\.$/);
      await expect(panel.getByText("Change:")).toHaveCount(0);
      await shoot("well");

      if (!target.local) return;
      const { sentry, inngest } = target.local;
      try {
        await control(sentry, "settings", { scopes: ["org:read"] });
        await control(inngest, "unregister", {}, "POST");
        await panel.getByRole("button", { name: "Examine again" }).click();
        await expect(panel.getByRole("status")).toHaveText(/^\d+ failed/);
        await expect(panel.getByText("read_scopes_missing")).toBeVisible();
        await expect(panel.getByText("inngest_functions_unregistered")).toBeVisible();
        await expect(panel.getByText(/npm run sync -- --url/)).toBeVisible();
        await shoot("wrong");
      } finally {
        await control(sentry, "settings", { scopes: SCOPES });
        await control(inngest, "reset", {}, "POST");
      }
      await panel.getByRole("button", { name: "Examine again" }).click();
      await expect(panel.getByRole("status")).toHaveText(/^\d+ ok\./);
    });
  });
}

test.describe("in a browser that does not reach Sentry", () => {
  test.use({ tolerates: /Content Security Policy/ });

  test("a blocker and a policy are told apart", async ({ dashboard: page }) => {
    const panel = page.getByRole("region", { name: "Set-up" });
    await page.route("**/envelope/**", (route) => route.abort("blockedbyclient"));
    await panel.getByRole("button", { name: "Examine the set-up" }).click();
    await expect(panel.getByText("browser_ingest_blocked")).toBeVisible();
    await expect(panel.getByText("an ad blocker, a proxy, or the network")).toBeVisible();

    await page.unroute("**/envelope/**");
    await page.evaluate(() => {
      const policy = document.createElement("meta");
      policy.httpEquiv = "Content-Security-Policy";
      policy.content = "connect-src 'self'";
      document.head.append(policy);
    });
    await panel.getByRole("button", { name: "Examine again" }).click();
    await expect(panel.getByText("Content-Security-Policy: connect-src 'self' http")).toBeVisible();
  });
});
