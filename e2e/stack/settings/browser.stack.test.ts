import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium as playwright } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { materialOf } from "#config/keys/material.js";
import { keyOf } from "#config/keys/node.js";
import { mintRunId } from "#runs/id.js";
import { chromium } from "@/local/chromium";
import { ROOT } from "@/local/root";
import { type Stack, startStack } from "@/local/stack";
import { noChromium } from "../../sabotage/browser";
import { control } from "../client";
import type { Envelope } from "../envelopes";

const missing = noChromium();
if (missing)
  console.error(`SKIPPED: ${missing}, so nothing was proven of what a browser's SDK is started with`);

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  if (missing) return;
  // The build was made without one of these: whatever a browser knows of them, it has from the running server.
  stack = await startStack({
    env: { SENTRY_ENVIRONMENT: "told-at-run-time", SENTRY_TRACE_SAMPLE_RATE: "0" },
  });
  browser = await playwright.launch(chromium());
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

test("the front page and the page of what is not there are made at build time", async () => {
  const manifest = JSON.parse(await readFile(join(ROOT, ".next/prerender-manifest.json"), "utf8"));
  expect(Object.keys(manifest.routes)).toEqual(expect.arrayContaining(["/", "/_not-found"]));
});

/** What admits to a page that raises, as the check's route hands it on: such a page is Next's own error document. */
function admission(): string {
  const run = mintRunId();
  const key = keyOf(
    "raise",
    materialOf({ ADMIN_TOKEN: stack.token, SESSION_SECRET: stack.env.SESSION_SECRET }),
  );
  return `${run}.${createHmac("sha256", key).update(run).digest("hex")}`;
}

test.skipIf(missing).each([
  ["the front page", "/", 200, ""],
  ["an address that there is not", "/no/such/page", 404, ""],
  ["a page under a policy", "/admin/sentry/sign-in", 200, ""],
  ["Next's own error document", "/admin/checks/render", 500, "__next_error__"],
])("the SDK of %s is started with the server's settings", async (_title, path, status, id) => {
  const page = await browser.newPage();
  // To the page alone: Sentry's own address allows no such header from another origin.
  const address = `${stack.url}${path}`;
  await page.route(address, (route) =>
    route.continue({ headers: { ...route.request().headers(), "x-check-token": admission() } }),
  );
  const answer = await page.goto(address, { waitUntil: "networkidle" });
  // React takes the id away again, once it has rendered the page in the browser.
  const [, found = ""] = /<html id="(\w+)"/.exec((await answer?.text()) ?? "") ?? [];
  expect([answer?.status(), found]).toEqual([status, id]);
  await page.evaluate(() => void setTimeout(() => Promise.reject(new Error("an uncaught one"))));
  const early = async () =>
    (await control<Envelope[]>(stack.sentry.url, "envelopes?limit=500"))
      .flatMap(({ items }) => items.map(({ payload }) => payload as Partial<Record<string, unknown>>))
      .filter((event) => JSON.stringify(event).includes("an uncaught one"));
  await expect
    .poll(early, { timeout: 60_000 })
    .toMatchObject([
      { environment: "told-at-run-time", release: "roundtrip@d3m0", tags: { commit_tag: "d3m0" } },
    ]);
  await control(stack.sentry.url, "reset", { clear: true }, "POST");
  await page.close();
});

test.skipIf(missing)(
  "nobody is given the secret of an old DSN, nor what stands in the place of one",
  async () => {
    const [scheme = "", rest = ""] = stack.sentry.dsn.split("//");
    const given: Record<string, string | undefined> = {
      [stack.sentry.dsn]: stack.sentry.dsn,
      [`${scheme}//${rest.replace("@", ":fake0secret0of0old@")}`]: stack.sentry.dsn,
      sntrys_fake0token0in0the0wrong0place: undefined,
      "https://fake0token0in0the0wrong0place@": undefined,
    };
    for (const [dsn, expected] of Object.entries(given)) {
      if (dsn !== stack.env.SENTRY_DSN) await stack.restart({ SENTRY_DSN: dsn });
      const answer = await (await fetch(`${stack.url}/sentry-settings`)).text();
      expect((JSON.parse(answer) as { dsn?: string }).dsn).toBe(expected);
      expect(answer).not.toContain("fake0");
    }
  },
);
