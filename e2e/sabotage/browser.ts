import { existsSync } from "node:fs";
import { type Browser, type Page, chromium as playwright } from "@playwright/test";
import { type MintedAnswer, MintedAnswerSchema } from "#verdict/answer.js";
import { chromium, systemChromium } from "@/local/chromium";
import { answered } from "../answered";

/** The check whose errors a browser raises. */
export const BROWSER_CHECK = "sentry-browser";

/** Tampers with a page before it loads, as an extension, a cache or a proxy does. */
export type Tamper = (page: Page) => Promise<unknown>;

/** Null where there is a Chromium; else why those that need one cannot be carried out. */
export function noChromium(): string | null {
  const there = systemChromium() !== null || existsSync(playwright.executablePath());
  return there ? null : "no Chromium on this machine: npx playwright install chromium";
}

/** One Chromium for all the browser's runs of a system. */
export class Chromium {
  #browser: Promise<Browser> | null = null;

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async mint(): Promise<MintedAnswer> {
    const response = await fetch(`${this.url}/api/health/sentry/runs`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: JSON.stringify({ check: BROWSER_CHECK }),
    });
    return answered(response, MintedAnswerSchema, "minting a run");
  }

  /** Opens the page of a new run; `close` ends it, once the run is judged. */
  async open(tamper: Tamper = async () => undefined): Promise<{ run: string; close: () => Promise<void> }> {
    this.#browser ??= playwright.launch(chromium());
    const context = await (await this.#browser).newContext();
    const page = await context.newPage();
    const { run, page: path, capability } = await this.mint();
    await tamper(page);
    // Registered last, so asked first: what tampers gets the request with its admission.
    await page.route(`**${path}`, (route) =>
      route.fallback({ headers: { ...route.request().headers(), "x-check-token": capability } }),
    );
    await page.goto(`${this.url}${path}`, { waitUntil: "commit" });
    return { run, close: () => context.close() };
  }

  async end(): Promise<void> {
    await (await this.#browser)?.close();
    this.#browser = null;
  }
}
