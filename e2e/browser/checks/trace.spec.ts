import { runCheck } from "../press";
import { expect, test } from "../test";

test("the button of sentry-trace proves the trace from this very browser on", async ({
  dashboard,
  target,
}) => {
  test.skip(target.local === null, "needs a trace sample rate above 0, which a deployment may not have");
  const card = await runCheck(dashboard, "Tracing");
  await expect(card.getByText(/^Pass/).first()).toBeVisible();
  // Of a trace that no browser began it would be one.
  await expect(card).not.toContainText("with a warning");
  await card.getByText(/^Compared: all/).click();
  await expect(card.getByRole("row", { name: /browser span/ })).toBeVisible();
  await expect(card.getByRole("row", { name: /route's parent/ })).toContainText("in the browser's span");
});
