import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "#cli/browser/chromium.js";
import { type Built, builtCommand } from "#cli/testing/process.js";
import { DoctorAnswerSchema, type Finding } from "#doctor/finding.js";
import { freePort } from "#stand-ins/port.js";
import { type Stack, startStack } from "@/local/stack";
import { callerOf, control } from "../client";
import type { Envelope } from "../envelopes";

let stack: Stack;
let built: Built;
let free: number;
beforeAll(async () => {
  built = await builtCommand();
  free = await freePort();
  stack = await startStack();
});
afterAll(() => stack?.stop());
afterAll(() => built?.remove());

/** What the doctor of the running app finds, and that it gives nothing away. */
async function examined(): Promise<Finding[]> {
  const response = await callerOf(stack).get("/api/health/sentry/doctor");
  expect(response.status).toBe(200);
  const text = await response.text();
  const {
    SENTRY_DSN = "",
    SENTRY_API_TOKEN,
    INNGEST_SIGNING_KEY,
    INNGEST_EVENT_KEY,
    ADMIN_TOKEN,
  } = stack.env;
  const key = URL.canParse(SENTRY_DSN) ? new URL(SENTRY_DSN).username : "";
  for (const secret of [key, SENTRY_API_TOKEN, INNGEST_SIGNING_KEY, INNGEST_EVENT_KEY, ADMIN_TOKEN]) {
    if (secret) expect(text).not.toContain(secret);
  }
  return DoctorAnswerSchema.parse(JSON.parse(text)).findings;
}

test("a stranger learns nothing, of the edge runtime neither", async () => {
  for (const path of ["", "/edge"])
    expect((await fetch(`${stack.url}/api/health/sentry/doctor${path}`)).status).toBe(401);
});

test("a healthy app is well everywhere, asked in each runtime, and nothing was stored", async () => {
  const before = await fetch(`${stack.sentry.url}/_control/events`).then((answer) => answer.json());
  const findings = await examined();
  // No event has named this release: nothing was fired.
  expect(findings.filter(({ level }) => level !== "ok").map(({ code }) => code)).toEqual(["release_unknown"]);
  expect(findings.map(({ code }) => code)).toEqual(
    expect.arrayContaining(["instrumentation_ok", "sdk_node_ok", "sdk_edge_ok", "csp_ok", "inngest_ok"]),
  );
  expect(await fetch(`${stack.sentry.url}/_control/events`).then((answer) => answer.json())).toEqual(before);
});

test("one answer that does not come in time is no finding: everything is asked once more", async () => {
  await control(stack.sentry.url, "ingest", { mode: "hang", times: 1 }, "PUT");
  await control(stack.sentry.url, "read", { mode: "hang", times: 1, endpoints: ["root"] }, "PUT");
  const findings = await examined();
  await control(stack.sentry.url, "reset", {}, "POST");
  expect(findings.filter(({ level }) => level !== "ok").map(({ code }) => code)).toEqual(["release_unknown"]);
});

describe.skipIf(findChromium() === null)("the command", () => {
  test("asks the SDK of a browser as well, and all that goes out is an envelope without an event", async () => {
    const sent = () => control<Envelope[]>(stack.sentry.url, "envelopes?limit=500");
    const before = (await sent()).length;
    const { code, stdout } = await built.start(["doctor", "--url", stack.url, "--json"], {
      ADMIN_TOKEN: stack.token,
    }).done;
    expect(code).toBe(0);
    const { findings } = DoctorAnswerSchema.parse(JSON.parse(stdout));
    expect(findings.filter(({ level }) => level !== "ok").map((one) => one.code)).toEqual([
      "release_unknown",
    ]);
    expect(findings.map((one) => one.code)).toContain("sdk_browser_ok");
    const items = (await sent()).slice(before).flatMap((one) => one.items);
    expect(new Set(items.map(({ header }) => header.type))).toEqual(new Set(["client_report"]));
  });
});

describe("a set-up that is wrong", () => {
  type Row = [
    what: string,
    change: (healthy: Stack["env"]) => Record<string, string | undefined>,
    code: string,
  ];
  const rows: Row[] = [
    ["no DSN", () => ({ SENTRY_DSN: undefined }), "dsn_absent"],
    ["a malformed DSN", () => ({ SENTRY_DSN: "sentry.example" }), "dsn_malformed"],
    [
      "a wrong key",
      ({ SENTRY_DSN = "" }) => ({ SENTRY_DSN: SENTRY_DSN.replace(/\/\/\w+@/, `//${"f".repeat(32)}@`) }),
      "dsn_key_refused",
    ],
    [
      "a wrong project",
      ({ SENTRY_DSN }) => ({ SENTRY_DSN: SENTRY_DSN?.replace(/\d+$/, "77") }),
      "dsn_project_unknown",
    ],
    [
      "a host that does not resolve",
      ({ SENTRY_DSN = "" }) => ({ SENTRY_DSN: SENTRY_DSN.replace(/@[^/]+/, "@nowhere.invalid") }),
      "ingest_unreachable",
    ],
    [
      "a host that refuses connections",
      ({ SENTRY_DSN = "" }) => ({ SENTRY_DSN: SENTRY_DSN.replace(/@[^/]+/, `@127.0.0.1:${free}`) }),
      "ingest_unreachable",
    ],
    ["an API that is not there", () => ({ SENTRY_URL: `http://127.0.0.1:${free}` }), "api_unreachable"],
    [
      "a signing key of another environment",
      () => ({ INNGEST_SIGNING_KEY: `signkey-test-${randomBytes(32).toString("hex")}` }),
      "inngest_signing_key_refused",
    ],
    ["a wrong organisation", () => ({ SENTRY_ORG: "nobody" }), "org_unknown"],
    ["a wrong token", () => ({ SENTRY_API_TOKEN: "sntryu_wrong" }), "read_token_refused"],
    ["Inngest down", () => ({ INNGEST_BASE_URL: `http://127.0.0.1:${free}` }), "inngest_unreachable"],
    ["no event key", () => ({ INNGEST_EVENT_KEY: undefined }), "inngest_event_key_missing"],
  ];
  describe("from the start", { tags: ["long"] }, () => {
    let healthy: Stack["env"];
    beforeAll(() => {
      healthy = { ...stack.env };
    });
    afterAll(() => stack.restart(healthy));

    test.each(rows)("%s is the first finding, with the line to change", async (_, change, code) => {
      // What the one before has changed is well again.
      await stack.restart({ ...healthy, ...change(healthy) });
      const [first] = await examined();
      expect(first).toMatchObject({ code, level: "fail" });
      expect(first?.change).toMatch(/SENTRY_|INNGEST_/);
    });
  });

  test("a token without its scopes, told while the app runs", async () => {
    const control = (path: string, body: unknown) =>
      fetch(`${stack.sentry.url}/_control/${path}`, { method: "PUT", body: JSON.stringify(body) });
    await control("settings", { scopes: ["org:read"] });
    const [first] = await examined();
    expect(first).toMatchObject({ code: "read_scopes_missing", level: "fail" });
    await control("settings", { scopes: ["project:read", "event:read", "org:read"] });
  });
});
