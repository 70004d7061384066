import { startStack } from "@/local/stack";
import { APP_CHECKS } from "../app-checks";
import { BROWSER_CHECK, Chromium, noChromium } from "../sabotage/browser";
import { type Caller, callerOf } from "../stack/client";
import { Tally } from "./tally";

/** Every check on a healthy system, the browser's in a real one, again and again: not one flake. */
export async function rounds(count: number): Promise<Tally> {
  const tally = new Tally("rounds");
  const missing = noChromium();
  if (missing) console.error(`SKIPPED ${BROWSER_CHECK} in all rounds: ${missing}`);
  const checks = APP_CHECKS.filter((one) => one.place !== "browser").map((one) => one.name);
  const stack = await startStack({
    env: { FIRE_LIMIT_PER_MINUTE: "10000", FIRE_LIMIT_PER_HOUR: "1000000" },
  });
  const browser = missing ? null : new Chromium(stack.url, stack.token);
  const caller = callerOf(stack);
  try {
    for (let round = 1; round <= count; round += 1) {
      const [{ answer }, inBrowser] = await Promise.all([
        caller.verify({ checks, wait: 60 }),
        browser ? raised(browser, caller) : null,
      ]);
      const odd = Object.entries(answer.checks).flatMap(([check, [one]]) =>
        one?.verdict === "pass"
          ? []
          : [`${check} ${one?.verdict} ${one?.cause?.code ?? ""} ${one?.run ?? ""}`],
      );
      if (inBrowser) odd.push(inBrowser);
      tally.note(odd.length === 0 && answer.status === "pass", `round ${round}: ${odd.join("; ")}`);
      if (round % 10 === 0) console.error(`rounds: ${round} of ${count}`);
    }
  } finally {
    await browser?.end();
    await stack.stop();
  }
  return tally;
}

/** What is wrong with a run that a browser raises; null when it passes. */
async function raised(browser: Chromium, caller: Caller): Promise<string | null> {
  const { run, close } = await browser.open();
  try {
    const { verdict, cause } = await caller.run(run, 60);
    return verdict === "pass" ? null : `${BROWSER_CHECK} ${verdict} ${cause?.code ?? ""} ${run}`;
  } finally {
    await close();
  }
}
