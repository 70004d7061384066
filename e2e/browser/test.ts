import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { type Stack, startStack } from "@/local/stack";
import { firesAt } from "./press";

/** What the tests are run against. */
export interface Target {
  url: string;
  token: string;
  /**
   * Control addresses of the stand-ins, where the app keeps its runs, and what starts it anew; null against a deployment,
   * where nothing can be broken on purpose.
   */
  local: {
    sentry: string;
    inngest: string;
    store: string;
    commit: string | undefined;
    restart: Stack["restart"];
  } | null;
}

/** A deployment that is there, or one's own: stand-ins and app for the tests of one worker, which may break them. */
async function withTarget(use: (target: Target) => Promise<void>): Promise<void> {
  const { E2E_BASE_URL, E2E_ADMIN_TOKEN } = process.env;
  if (E2E_BASE_URL) {
    if (!E2E_ADMIN_TOKEN)
      throw new Error("E2E_ADMIN_TOKEN is not set: the tests sign in at E2E_BASE_URL with it");
    return use({ url: E2E_BASE_URL.replace(/\/$/, ""), token: E2E_ADMIN_TOKEN, local: null });
  }
  // What a browser adds to a trace is to be seen, and no test waits for limits that are meant for people.
  const env = { SENTRY_TRACE_SAMPLE_RATE: "1", FIRE_LIMIT_PER_MINUTE: "5000", FIRE_LIMIT_PER_HOUR: "50000" };
  const stack = await startStack({ env });
  const { url, token, sentry, inngest } = stack;
  const local = {
    sentry: sentry.url,
    inngest: inngest.url,
    store: stack.env.STORE_URL ?? "",
    commit: stack.env.COMMIT_SHA,
    restart: stack.restart,
  };
  try {
    await use({ url, token, local });
  } finally {
    await stack.stop();
  }
}

/**
 * Chromium calls every 4xx and 5xx answer an error: checks answer 500 on purpose, or 429 where a deployment limits
 * them.
 */
const isExpected = (url: string): boolean => URL.canParse(url) && firesAt(new URL(url));

/** What is raised in the frames of the checks that only a browser can raise. */
const RAISED = /Roundtrip check "sentry-(?:browser|basket)" raised this on purpose/;

/** A session of the test's own, without the page that asks for the token: what that does has tests of its own. */
async function signIn(page: Page, { url, token }: Target): Promise<void> {
  const answer = await page.request.post(`${url}/api/health/sentry/session`, {
    data: { token },
    headers: { origin: url },
  });
  expect(answer.status(), "signing in").toBe(204);
}

/** Signs in and opens the page; an error on the console that nobody expected fails the test. */
export const test = base.extend<{ dashboard: Page; tolerates: RegExp }, { target: Target }>({
  /** What a test itself makes the browser complain of. */
  tolerates: [/(?!)/, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's destructuring.
  target: [async ({}, use) => withTarget(use), { scope: "worker", timeout: 300_000 }],
  dashboard: async ({ page, target, tolerates }, use) => {
    const unexpected: string[] = [];
    page.on("console", (message) => {
      const { url } = message.location();
      // The SDK sends sessions of its own to a Sentry that was told to refuse.
      const expected =
        RAISED.test(message.text()) ||
        tolerates.test(message.text()) ||
        (/status of (429|50[03])/.test(message.text()) && isExpected(url)) ||
        url.includes("/envelope/");
      if (message.type() === "error" && !expected) unexpected.push(`${message.text()} ${url}`);
    });
    page.on("pageerror", (error) => {
      if (!RAISED.test(error.message)) unexpected.push(error.message);
    });
    await signIn(page, target);
    await page.goto(`${target.url}/admin/sentry`);
    // A click before the script is there is answered by a plain form.
    await expect(page.locator("[data-live=yes]")).toBeVisible();
    await use(page);
    expect(unexpected, "errors on the console").toEqual([]);
  },
});

export const headline = (page: Page): Locator => page.getByRole("heading", { level: 1 });

/** Tells a stand-in how to behave. */
export async function control(base: string, verb: string, body: unknown, method = "PUT"): Promise<void> {
  const response = await fetch(`${base}/_control/${verb}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${verb}: ${response.status} ${await response.text()}`);
}

/** What `act` does while the local Sentry refuses every event; then all is well again. */
export const whileRefused = (target: Target, act: () => Promise<void>): Promise<void> =>
  during(target, "ingest", { mode: "status", status: 403 }, act);

/** The same while it stores events, and lets nobody read them. */
export const whileUnreadable = (target: Target, act: () => Promise<void>): Promise<void> =>
  during(target, "read", { mode: "status", status: 401 }, act);

/** The same while it takes events, and stores none yet. */
export const whileHeld = (target: Target, act: () => Promise<void>): Promise<void> =>
  during(target, "delay", { ms: 3_600_000 }, act);

async function during(
  { local }: Target,
  verb: string,
  fault: object,
  act: () => Promise<void>,
): Promise<void> {
  const sentry = local?.sentry ?? "";
  await control(sentry, verb, fault);
  try {
    await act();
  } finally {
    await control(sentry, "reset", {}, "POST");
  }
}

/** No violation of WCAG 2.2 AA that axe can find. */
export async function expectAccessible(page: Page): Promise<void> {
  // What is still fading in has no contrast of its own yet. In a closed row an animation never comes to its end.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ effect, playState }) => {
      const target = effect instanceof KeyframeEffect ? effect.target : null;
      const ends = effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY;
      return playState !== "running" || !ends || target?.checkVisibility() === false;
    }),
  );
  // axe gathers what frames say in a page of its own, which is another process: none where there are no frames.
  const isAlone = page.frames().length === 1;
  const axe = new AxeBuilder({ page }).setLegacyMode(isAlone).options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}

export { expect };
