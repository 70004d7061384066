import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CANARIES, found, KNOWN } from "#sentry/scrub/testing/canaries.js";
import { type Stack, startStack } from "@/local/stack";
import { functionId } from "../canary";
import { type Caller, callerOf, control } from "../client";

interface Seen {
  items: { header: { type: string }; payload: unknown }[];
}

const PLANT = pathToFileURL(resolve(import.meta.dirname, "plant.mjs")).href;
const CHECKS = ["sentry", "sentry-extra", "sentry-inngest", "sentry-inngest-ignored"];

let directory: string;
let file: string;
let stack: Stack;
let caller: Caller;
const log: string[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "roundtrip-plant-"));
  file = join(directory, "canaries.json");
  await writeFile(file, JSON.stringify(CANARIES));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Canaries, and what the stand-ins chose. */
function leaks(text: string): string[] {
  const { SENTRY_API_TOKEN = "", INNGEST_EVENT_KEY = "", INNGEST_SIGNING_KEY = "" } = stack.env;
  const own = { SENTRY_API_TOKEN, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY };
  const more = Object.entries(own).filter(([, value]) => value !== "" && text.includes(value));
  return [...found(text), ...more.map(([name]) => name)];
}

const envelopes = () => control<Seen[]>(stack.sentry.url, "envelopes?limit=500");

/** Everything about canary number `index` that the app sent, once its last word is there. */
async function received(index: number): Promise<Seen[]> {
  const until = Date.now() + 120_000;
  for (;;) {
    const seen = await envelopes();
    const types = seen.flatMap(({ items }) => items.map(({ header }) => header.type));
    const whole = ["event", "log", "span", "check_in", "attachment", "trace_metric"].every((type) =>
      types.includes(type),
    );
    if (whole && types.filter((type) => type === "event").length >= 2) return seen;
    if (Date.now() > until) throw new Error(`canary ${index}: only ${[...new Set(types)]} arrived`);
    await new Promise((wait) => setTimeout(wait, 50));
  }
}

/** A request that carries a canary wherever a request can. */
/** A header holds bytes, and fetch takes a character for each. */
const inBytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");

function hostile(index: number): { query: string; headers: Record<string, string> } {
  const { secret, text } = CANARIES[index] ?? expect.fail();
  const flat = text.replaceAll("\n", " ");
  return {
    query: `?api_key=${encodeURIComponent(secret)}&password=${encodeURIComponent(secret)}`,
    headers: {
      cookie: `sid=${encodeURIComponent(secret)}`,
      "x-api-key": inBytes(secret.replaceAll("\n", " ")),
      "x-note": inBytes(flat),
      referer: `http://a.example/?token=${encodeURIComponent(secret)}`,
    },
  };
}

async function eightAtATime(work: (index: number) => Promise<void>): Promise<void> {
  const indexes = [...CANARIES.keys()];
  while (indexes.length > 0) await Promise.all(indexes.splice(0, 8).map(work));
}

async function runCli(token: string): Promise<string> {
  const args = [
    "packages/roundtrip/dist/cli/roundtrip.mjs",
    "verify",
    "--url",
    stack.url,
    "--token",
    token,
    "--wait",
    "20",
  ];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...KNOWN, ADMIN_TOKEN: token } });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += String(chunk)));
  await once(child, "close");
  return text;
}

describe.each([true, false])("with SENTRY_SEND_DEFAULT_PII=%s", (pii) => {
  beforeAll(async () => {
    log.length = 0;
    stack = await startStack({
      env: {
        ...KNOWN,
        NODE_OPTIONS: `--import=${PLANT}`,
        PLANT_FILE: file,
        SENTRY_SEND_DEFAULT_PII: String(pii),
        SENTRY_TRACE_SAMPLE_RATE: "1",
        FIRE_LIMIT_PER_MINUTE: "5000",
        FIRE_LIMIT_PER_HOUR: "50000",
      },
      log: (source, line) => {
        if (source === "app") log.push(line);
      },
    });
    caller = callerOf(stack);
    // Next starts the instrumentation with the first request, and the app's own code never runs before it.
    expect((await caller.get("/api/health/sentry/status")).status).toBeGreaterThan(0);
  });
  afterAll(() => stack?.stop());

  test("sixty canaries that the app's own code hands over are in no envelope and no log line", {
    tags: pii ? ["long"] : [],
  }, async () => {
    const kinds = new Map<string, number>();
    let bytes = 0;
    let variablesSeen = 0;
    for (const index of CANARIES.keys()) {
      await control(stack.sentry.url, "reset", { clear: true }, "POST");
      const { headers, query } = hostile(index);
      await caller.get(`/api/health/sentry/status${query}`, {
        headers: { ...headers, "x-plant": String(index) },
      });
      const seen = await received(index);
      const text = JSON.stringify(seen);
      expect(leaks(text), CANARIES[index]?.name).toEqual([]);
      bytes += text.length;
      if (text.includes('"vars"')) variablesSeen += 1;
      for (const { items } of seen)
        for (const { header } of items) kinds.set(header.type, (kinds.get(header.type) ?? 0) + 1);
    }
    expect(log.filter((line) => leaks(line).length > 0)).toEqual([]);
    expect(log.filter((line) => line.includes("planted")).length).toBeGreaterThanOrEqual(CANARIES.length);
    expect(log.join("\n")).not.toContain("plant failed");
    if (!pii) expect(variablesSeen).toBe(0);
    console.log(
      `secrets, PII ${pii}: ${CANARIES.length} canaries, ${bytes} bytes in envelopes with ${[...kinds].map(([kind, n]) => `${n} ${kind}`).join(", ")}; frames with variables ${variablesSeen}; ${log.length} log lines: 0 found`,
    );
  });

  test("sixty canaries in a request's headers, cookies and query are in no envelope, log line or JSON", {
    tags: ["long"],
  }, async () => {
    await control(stack.sentry.url, "reset", { clear: true }, "POST");
    const parts: string[] = [];
    await eightAtATime(async (index) => {
      const { headers, query } = hostile(index);
      const check = CHECKS[index % CHECKS.length] ?? "sentry";
      const fired = await caller.get(`/api/health/${check}${query}`, { headers });
      parts.push(JSON.stringify([...fired.headers]), await fired.text());
      const run = await caller.run(fired.headers.get("x-check-run") ?? "");
      expect(run.verdict, JSON.stringify(run.cause)).toMatch(/pass|warn/);
      parts.push(JSON.stringify(run));
    });
    const answers = parts.join("\n");
    const seen = await envelopes();
    expect(seen.length).toBeGreaterThan(CANARIES.length);
    expect(leaks(JSON.stringify(seen))).toEqual([]);
    expect(leaks(answers)).toEqual([]);
    expect(leaks(log.join("\n"))).toEqual([]);
    if (!pii) expect(JSON.stringify(seen)).not.toMatch(/x-note|a\.example/);
    console.log(
      `secrets, PII ${pii}: ${CANARIES.length} checks fired with canaries, all pass; ${answers.length} bytes of answers: 0 found`,
    );
  });

  test("sixty canaries in bodies and refused requests are in no answer, page, envelope or log line", {
    tags: ["long"],
  }, async () => {
    const parts: string[] = [];
    await eightAtATime(async (index) => {
      const { secret, text } = CANARIES[index] ?? expect.fail();
      const { headers } = hostile(index);
      const body = JSON.stringify({ checks: [text], token: secret, password: secret });
      const json = { ...headers, "content-type": "application/json" };
      const asked = await Promise.all([
        fetch(`${stack.url}/admin/sentry/sign-in`, { headers }),
        fetch(`${stack.url}/admin/sentry`, { headers, redirect: "manual" }),
        fetch(`${stack.url}/api/health/sentry`, {
          headers: { ...headers, authorization: `Bearer ${inBytes(secret.replaceAll("\n", ""))}x` },
        }),
        caller.get("/api/health/sentry/verify", { method: "POST", headers: json, body }),
        fetch(`${stack.url}/api/inngest?fnId=${functionId(stack, "raise")}&stepId=step`, {
          method: "POST",
          headers: json,
          body,
        }),
        caller.get(`/api/health/sentry/runs/${"0".repeat(32)}`, { headers }),
      ]);
      for (const answer of asked) parts.push(JSON.stringify([...answer.headers]), await answer.text());
    });
    const signedIn = await fetch(`${stack.url}/api/health/sentry/session`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: stack.url, "sec-fetch-site": "same-origin" },
      body: JSON.stringify({ token: stack.token }),
    });
    expect(signedIn.status).toBe(204);
    const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
    const page = await (await fetch(`${stack.url}/admin/sentry`, { headers: { cookie } })).text();
    expect(page).toContain("Environment");
    parts.push(page);
    const answers = parts.join("\n");
    expect(leaks(answers)).toEqual([]);
    expect(leaks(JSON.stringify(await envelopes()))).toEqual([]);
    expect(leaks(log.join("\n"))).toEqual([]);
    console.log(`secrets, PII ${pii}: ${CANARIES.length * 6 + 1} answers, ${answers.length} bytes: 0 found`);
  });

  test("the command prints no secret, whether it is admitted or not", { tags: ["long"] }, async () => {
    const [good, bad] = [await runCli(stack.token), await runCli(`${stack.token}x`)];
    expect(good).toContain("pass");
    expect(bad).toContain("401");
    expect(leaks(good + bad)).toEqual([]);
    expect(good + bad).not.toContain(stack.token);
  });
});
