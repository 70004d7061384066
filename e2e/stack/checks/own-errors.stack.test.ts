// @module-tag long
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as playwright } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { CHECK_TYPES } from "#checks/message.js";
import { mintRunId } from "#runs/id.js";
import { freePort } from "#stand-ins/port.js";
import { LibsqlStore } from "#store/libsql/runs.js";
import { DEADLINE_MS } from "#verdict/deadlines.js";
import { buildComparison, comparisonEnv, startComparison, type Wiring } from "@/bench/comparison";
import { chromium } from "@/local/chromium";
import { startInngest, startSentry } from "@/local/stack";
import { noChromium } from "../../sabotage/browser";
import { control } from "../client";
import { type Envelope, eventOf, withoutChance } from "../envelopes";

const missing = noChromium();
if (missing) console.error(`SKIPPED: ${missing}, so nothing was proven of an app's own errors in a browser`);

const PATHS = ["uncaught", "logged", "captured", "check", "check-uncaught", "render", "edge"];
/** What the routes at PATHS raise, in this order; among them comes one error of a check. */
const OWN = [
  "own error: uncaught in a route",
  "own error: logged",
  "own error: captured by hand",
  "own message",
  "own error: before the check's",
  "own error: after the check's",
  "own error: logged after the check's",
  "own error: after the check's verdict",
  "own error: uncaught in a check",
  "own error: in a page",
  "own error: in the edge runtime",
  "own error: in an action",
  "own error: in a task",
  ...(missing ? [] : ["own error: in a browser"]),
];

/** Both apps are one build on one port with the same variables: only the wiring differs. */
let sent: Record<Wiring, Envelope[]>;
let sentry: Awaited<ReturnType<typeof startSentry>>;
let inngest: Awaited<ReturnType<typeof startInngest>>;
let directory: string;

beforeAll(async () => {
  await buildComparison();
  directory = await mkdtemp(join(tmpdir(), "roundtrip-own-"));
  sentry = await startSentry({});
  const port = await freePort();
  inngest = await startInngest({});
  const file = join(directory, "runs.db");
  await leaveOpenRun(file);
  // A bad variable makes Roundtrip warn at its start, which must not become a breadcrumb of every error.
  const env = { ...comparisonEnv(sentry.facts, file, inngest.facts), STATUS_MAX_AGE: "soon" };
  sent = { plain: await collect("plain", env, port), roundtrip: await collect("roundtrip", env, port) };
});
afterAll(async () => {
  await Promise.all([sentry?.running.stop(), inngest?.running.stop()]);
  if (directory) await rm(directory, { recursive: true, force: true });
});

/** A run that the start takes up, so that look-ups go on in the background of all that follows. */
async function leaveOpenRun(file: string): Promise<void> {
  const id = mintRunId();
  const firedAt = Date.now();
  await new LibsqlStore(`file:${file}`).create({
    id,
    check: "sentry",
    firedAt,
    deadline: firedAt + DEADLINE_MS,
    via: "bearer",
    parts: [{ role: "main", eventId: id }],
    traceId: null,
    running: { release: "roundtrip@c0ffee", environment: "demo" },
    expected: { release: "roundtrip@c0ffee", environment: "demo", commitTag: "c0ffee", fromCaller: false },
    sdk: {
      dsn: "ok",
      initialised: true,
      release: "roundtrip@c0ffee",
      environment: "demo",
      sampleRate: 1,
      tracesSampleRate: 0,
    },
    canRead: true,
  });
}

/** What one app sends for the same requests. */
async function collect(wiring: Wiring, env: Record<string, string>, port: number): Promise<Envelope[]> {
  await control(sentry.facts.url, "reset", { clear: true }, "POST");
  const { url, running } = await startComparison(wiring, env, { port });
  try {
    for (const path of PATHS) {
      const headers = { authorization: `Bearer ${env.ADMIN_TOKEN}`, "x-check-run": mintRunId() };
      const response = await fetch(`${url}/errors/${path}`, { headers });
      await response.text();
    }
    await act(`${url}/errors/action`);
    await control(inngest.facts.url, "sync", { app: `${url}/api/inngest` }, "POST");
    expect((await fetch(`${url}/errors/task`)).status).toBe(200);
    if (!missing) await throwInBrowser(`${url}/errors/browser`);
    await vi.waitFor(
      async () => expect((await envelopes()).filter(eventOf).length).toBeGreaterThanOrEqual(OWN.length + 2),
      { timeout: 120_000 },
    );
  } finally {
    await running.stop();
  }
  return envelopes();
}

/** Sends the page's form, as a browser does whose scripts have not run yet. */
async function act(address: string): Promise<void> {
  const page = await (await fetch(address)).text();
  const [, action = ""] = /name="(\$ACTION_ID_\w+)"/.exec(page) ?? [];
  // Written by hand: a boundary that fetch makes is another each time.
  const body = `--own\r\ncontent-disposition: form-data; name="${action}"\r\n\r\n\r\n--own--\r\n`;
  const headers = { "content-type": "multipart/form-data; boundary=own" };
  expect((await fetch(address, { method: "POST", headers, body })).status).toBe(500);
}

async function throwInBrowser(address: string): Promise<void> {
  const browser = await playwright.launch(chromium());
  try {
    const page = await browser.newPage();
    const sent = page.waitForResponse((one) => (one.request().postData() ?? "").includes("in a browser"));
    await page.goto(address, { waitUntil: "networkidle" });
    await page.addScriptTag({
      content: 'setTimeout(function late() { throw new TypeError("own error: in a browser"); })',
    });
    await sent;
  } finally {
    await browser.close();
  }
}

async function envelopes(): Promise<Envelope[]> {
  const newestFirst = await control<Envelope[]>(sentry.facts.url, "envelopes?limit=500");
  return newestFirst.reverse();
}

const isChecks = (one: Envelope): boolean =>
  CHECK_TYPES.has(eventOf(one)?.exception?.values.at(-1)?.type ?? "");
const ownOf = (wiring: Wiring) => sent[wiring].filter((one) => eventOf(one) && !isChecks(one));
const nameOf = (one: Envelope) => eventOf(one)?.exception?.values.at(-1)?.value ?? eventOf(one)?.message;

test("an app's own errors leave once each, with Roundtrip as without", () => {
  // Uploads overtake each other.
  expect(ownOf("plain").map(nameOf).sort()).toEqual([...OWN].sort());
  expect(ownOf("roundtrip").map(nameOf).sort()).toEqual([...OWN].sort());
});

test("only the check's error is told apart from what a plain app would send", () => {
  const tags = (wiring: Wiring) => sent[wiring].filter(isChecks).map((one) => eventOf(one)?.tags);
  const [plain] = tags("plain");
  expect(plain).not.toHaveProperty("check");
  const tagged = Object.assign({ check: "sentry-extra", "check.run": expect.any(String) }, plain);
  expect(tags("roundtrip")).toEqual([tagged, tagged]);
});

describe("each own error leaves exactly as without Roundtrip", () => {
  test.each(OWN)("%s", (name) => {
    const [plain, roundtrip] = (["plain", "roundtrip"] as const).map((wiring) =>
      ownOf(wiring).find((one) => nameOf(one) === name),
    );
    if (!plain || !roundtrip) throw new Error(`${name} was not sent`);
    expect(withoutChance(roundtrip)).toEqual(withoutChance(plain));
  });
});
