import { z } from "zod";
import { BROWSER_ASKS, BROWSER_FACTS } from "#checks/browser-mark.js";
import { findChromium } from "#cli/browser/chromium.js";
import { type Page, type Params, startChromium } from "#cli/browser/devtools.js";
import { pageAt } from "#cli/http/base.js";
import { oneLine } from "#cli/text.js";
import { answerOf } from "#doctor/answer.js";
import type { DoctorAnswer, Finding } from "#doctor/finding.js";
import { foundWith } from "#doctor/findings/sdk/browser.js";
import type { BrowserFacts } from "#sentry/sdk/state/facts.js";
import { AskedInBrowserSchema } from "#sentry/sdk/state/facts.js";

const START_MS = 30_000;
const LOAD_MS = 20_000;
/** A page that anybody may open, where the app does not say where it is. */
const PATH = "/admin/sentry/sign-in";

/** From a page that is whole to the SDK that it starts. */
const PATIENCE_MS = 3_000;

interface Way {
  /** Path of a browser; null when there is none. Looked for when not given. */
  chromium?: string | null;
  patienceMs?: number;
}

interface Patience {
  patienceMs: number;
  /** The app takes the check of the browser: a page without an SDK is a fault. */
  isExpected: boolean;
}

const Facts = z.object({
  configured: z.boolean(),
  started: z.boolean(),
  cores: z.array(z.string()),
  asked: AskedInBrowserSchema.optional(),
});

/** Waits until the page's SDK can be asked; a page that is whole and has no such function never started it. */
const asking = ({ patienceMs, isExpected }: Patience) => `(async () => {
  const name = ${JSON.stringify(BROWSER_FACTS)};
  const patience = { loading: 15000, complete: ${patienceMs} };
  let since = performance.now();
  let state = "loading";
  while (!globalThis[name] && performance.now() - since < patience[state]) {
    if (state === "loading" && document.readyState === "complete") {
      state = "complete";
      since = performance.now();
    }
    await new Promise((go) => setTimeout(go, 50));
  }
  if (globalThis[name]) return globalThis[name]();
  return { configured: ${isExpected}, started: false, cores: [] };
})()`;

/** The app's answer with what a browser of this machine finds; as it is where the app is too old to be asked so. */
export async function withBrowser(
  url: string,
  answer: DoctorAnswer,
  { chromium: path = findChromium(), patienceMs = PATIENCE_MS }: Way = {},
): Promise<DoctorAnswer> {
  const { runs, findings, signIn = PATH } = answer;
  if (!runs) return answer;
  const asked = await inBrowser(pageAt(url, signIn), path, {
    patienceMs,
    isExpected: answer.page?.checksBrowser === true,
  });
  const all = "code" in asked ? [...findings, asked] : foundWith(answer, asked);
  return { ...answer, ...answerOf(all) };
}

async function inBrowser(
  url: string,
  path: string | null,
  patience: Patience,
): Promise<BrowserFacts | Finding> {
  if (!path) return unasked("No Chromium, Chrome or Edge was found on this machine.");
  let page: Page;
  try {
    page = await startChromium(path, START_MS);
  } catch (error) {
    return unasked(`${path} did not start (${messageOf(error)}).`);
  }
  try {
    return await asked(page, url, patience);
  } catch (error) {
    return unasked(`The page could not be asked (${messageOf(error)}).`);
  } finally {
    await page.close();
  }
}

async function asked(page: Page, address: string, patience: Patience): Promise<BrowserFacts | Finding> {
  let status = 0;
  page.on("Network.responseReceived", ({ type, response }: Params) => {
    if (type === "Document") status = (response as { status: number }).status;
  });
  await page.send("Network.enable");
  await letNothingOut(page);
  const timeout = new Promise<never>((_, reject) => {
    setTimeout(reject, LOAD_MS, new Error("no answer in time")).unref();
  });
  const { errorText } = await Promise.race([page.send("Page.navigate", { url: address }), timeout]);
  if (typeof errorText === "string")
    return unasked(`${new URL(address).pathname} was not loaded (${errorText}).`);
  if (status !== 200) return unasked(`${new URL(address).pathname} answered ${status}.`);
  const { result } = await Promise.race([
    page.send("Runtime.evaluate", {
      expression: asking(patience),
      awaitPromise: true,
      returnByValue: true,
    }),
    timeout,
  ]);
  const facts = Facts.safeParse((result as { value?: unknown } | undefined)?.value);
  return facts.success ? facts.data : unasked("The page gave no answer that can be read.");
}

/** The SDK of any page that is opened reports a visit. Here only the doctor's own, empty envelope goes out. */
async function letNothingOut(page: Page): Promise<void> {
  const own = new Set<unknown>();
  page.on("Fetch.requestPaused", ({ requestId, request, redirectedRequestId }: Params) => {
    const { method, url } = request as { method: string; url: string };
    // Where it is redirected to, its address names nobody.
    const isOwn =
      own.has(redirectedRequestId) || new URL(url).searchParams.get("sentry_client") === BROWSER_ASKS;
    if (isOwn) own.add(requestId);
    const answer =
      isOwn || method === "GET"
        ? page.send("Fetch.continueRequest", { requestId })
        : page.send("Fetch.fulfillRequest", {
            requestId,
            responseCode: 200,
            responseHeaders: [{ name: "access-control-allow-origin", value: "*" }],
          });
    // A browser that is gone needs no answer.
    void answer.catch(() => undefined);
  });
  await page.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
}

const unasked = (why: string): Finding => ({
  code: "sdk_browser_unasked",
  level: "note",
  title: "The browser's SDK was not asked",
  what: oneLine(
    `${why} Not looked at: whether the SDK starts in a browser, its options and rules there, and whether a browser reaches Sentry.`,
  ),
  why: "Errors of the browser may be lost without a word.",
  change: "Set CHROME_PATH to a Chromium, or open /admin/sentry in a browser and examine the set-up there.",
});

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 200);
