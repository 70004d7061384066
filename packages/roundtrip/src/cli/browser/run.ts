import { randomUUID } from "node:crypto";
import type { Client } from "#cli/client.js";
import { CannotRun } from "#cli/errors.js";
import { pageAt } from "#cli/http/base.js";
import { oneLine } from "#cli/text.js";
import type { Expect } from "#verdict/answer.js";
import { TIMEOUT } from "#verdict/evidence/network.js";
import type { Submission } from "#verdict/evidence/submissions.js";
import { findChromium } from "./chromium.js";
import { type Page, type Params, startChromium } from "./devtools.js";

const START_MS = 30_000;
const LOAD_MS = 30_000;

/** A run whose errors a browser of this machine raises, or why there is none. */
export type BrowserRun = { run: string; close: () => Promise<void> } | { run: null; why: string };

interface Firing {
  client: Client;
  check: string;
  expect: Expect;
  nonce: string;
  /** The app's address, to which the page's path is added. */
  url: string;
  /** Path of a browser; null when there is none. Looked for when not given. */
  chromium?: string | null | undefined;
}

/**
 * Mints a run and has a Chromium load the page that raises its errors. The browser gets neither token nor session, only
 * the run's own capability, for that one request.
 * @throws CannotRun when the app does not mint the run
 */
export async function fireInBrowser(firing: Firing): Promise<BrowserRun> {
  const { client, check, expect, nonce, url, chromium: path = findChromium() } = firing;
  if (!path) return { run: null, why: "no Chromium, Chrome or Edge was found on this machine" };
  let page: Page;
  try {
    page = await startChromium(path, START_MS);
  } catch (error) {
    return { run: null, why: `${path} did not start (${messageOf(error)})` };
  }
  try {
    const told = Object.keys(expect).length > 0 ? { expect } : {};
    const minted = await client.mint({ check, ...told }, nonce);
    const problem = await load(page, pageAt(url, minted.page), minted.capability);
    // It would be open until its deadline; that it cannot be told only makes it wait.
    if (problem) await client.submit(minted.run, minted.capability, [notReached(problem)]).catch(ours);
    return { run: minted.run, close: page.close };
  } catch (error) {
    await page.close();
    throw error instanceof CannotRun ? error : new CannotRun(`${check}: ${messageOf(error)}`);
  }
}

function ours(error: unknown): void {
  if (!(error instanceof CannotRun)) throw error;
}

interface Problem {
  status: number | null;
  code: string;
}

/** Why the page was not loaded as the app's own; null when it was. */
async function load(page: Page, address: string, capability: string): Promise<Problem | null> {
  let document: { url: string; status: number } | null = null;
  page.on("Network.responseReceived", ({ type, response }: Params) => {
    if (type === "Document") document ??= response as { url: string; status: number };
  });
  page.on("Fetch.requestPaused", ({ requestId, request }: Params) => {
    const { headers } = request as { headers: Record<string, string> };
    const all = Object.entries({ ...headers, "x-check-token": capability });
    // A browser that is gone needs no answer.
    void page
      .send("Fetch.continueRequest", { requestId, headers: all.map(([name, value]) => ({ name, value })) })
      .catch(() => undefined);
  });
  await page.send("Network.enable");
  // Nothing but this very request carries the capability; a redirect of it does not.
  await page.send("Fetch.enable", { patterns: [{ urlPattern: address.replace(/[*?\\]/g, "\\$&") }] });
  const loaded = page.send("Page.navigate", { url: address });
  const timeout = new Promise<Params>((done) => {
    setTimeout(done, LOAD_MS, { errorText: TIMEOUT }).unref();
  });
  const { errorText } = await Promise.race([loaded, timeout]);
  if (typeof errorText === "string") return { status: null, code: errorText };
  return wrong(document, address);
}

function wrong(document: { url: string; status: number } | null, address: string): Problem | null {
  if (!document) return null;
  if (document.url !== address)
    return {
      status: null,
      code: `it was sent on to ${URL.canParse(document.url) ? new URL(document.url).host : "nowhere"}`,
    };
  return document.status === 200 ? null : { status: document.status, code: "" };
}

const notReached = (problem: Problem): Submission => ({
  id: randomUUID(),
  role: "main",
  at: Date.now(),
  process: randomUUID(),
  runtime: "browser",
  kind: "not_reached",
  ...problem,
});

const messageOf = (error: unknown): string =>
  oneLine(error instanceof Error ? error.message : String(error)).slice(0, 200);
