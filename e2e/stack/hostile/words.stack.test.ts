import { afterAll, beforeAll, expect, test } from "vitest";
import { ProblemSchema } from "#verdict/answer.js";
import { type Stack, startStack } from "@/local/stack";
import { type Caller, callerOf, control } from "../client";

let stack: Stack;
let caller: Caller;
const printed: string[] = [];

beforeAll(async () => {
  stack = await startStack({
    env: { SENTRY_TRACE_SAMPLE_RATE: "0.000001" },
    log: (source, line) => {
      if (source === "app") printed.push(line);
    },
  });
  caller = callerOf(stack);
});
afterAll(() => stack?.stop());

const events = async () => (await control<unknown[]>(stack.sentry.url, "events?limit=1000")).length;
const post = async (path: string, body: unknown) => {
  const headers = { "content-type": "application/json" };
  const response = await caller.get(path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, problem: ProblemSchema.safeParse(await response.json()).data };
};

test.each([
  ["release", "shop@1\r\nx-check-verify-token: 1"],
  ["release", "shop@1\u0000"],
  ["release", "shop@1\u007f"],
  ["release", "shop@1\u0085"],
  ["release", " shop@1"],
  ["release", "shop@1 "],
  ["release", "shop@\u20ac"],
  ["release", "shop@\ud83d\ude00"],
  ["release", "shop@\ud800"],
  ["environment", "pro\u001b[2Jduction"],
  ["environment", "\u6771\u4eac"],
])("expect.%s of %j is refused with its name, by verify and where runs are minted", async (field, value) => {
  const before = await events();
  const expected = { [field]: value };
  for (const [path, body] of [
    ["/api/health/sentry/verify", { checks: ["sentry"], wait: 0, expect: expected }],
    ["/api/health/sentry/runs", { check: "sentry-browser", expect: expected }],
  ] as const) {
    const { status, problem } = await post(path, body);
    expect(status).toBe(400);
    expect(problem?.detail).toContain(`expect.${field}: may hold printable characters of Latin-1 only`);
  }
  expect(await events()).toBe(before);
});

test("what Latin-1 holds reaches the check as it was said", async () => {
  const { answer } = await caller.verify({ checks: ["sentry"], expect: { environment: "Z\u00fcrich Nord" } });
  const run = await caller.run(answer.checks.sentry?.[0]?.run ?? "");
  const environment = run.expectations.find(({ name }) => name === "environment");
  expect(environment).toMatchObject({ expected: "Z\u00fcrich Nord", ok: false });
});

/** The traces of all spans that the local Sentry holds. */
async function sampledTraces(): Promise<string[]> {
  const params = new URLSearchParams({ dataset: "spans", per_page: "100", query: "" });
  for (const name of ["trace", "span.name"]) params.append("field", name);
  const spans = await fetch(`${stack.sentry.url}/api/0/organizations/${stack.sentry.org}/events/?${params}`, {
    headers: { authorization: `Bearer ${stack.sentry.token}` },
  });
  return ((await spans.json()) as { data: { trace: string }[] }).data.map((one) => one.trace);
}

test("a stranger's trace header does not raise the sampling of the trace check's address", async () => {
  await control(stack.sentry.url, "reset", { clear: true }, "POST");
  const address = `${stack.url}/api/health/sentry-trace`;
  for (let i = 0; i < 80; i += 1) {
    const trace = `${i.toString(16).padStart(32, "a")}-b7ad6b7169203331-1`;
    const answer = await fetch(address, {
      headers: { "sentry-trace": trace, baggage: "sentry-sample_rate=1" },
    });
    expect(answer.status).toBe(401);
  }
  // Whoever is admitted is sampled always: what it sends comes after all of the strangers' spans.
  const run = await caller.run(await caller.fire("sentry-trace"), 60);
  expect(["pass", "warn"]).toContain(run.verdict);
  const traces = await sampledTraces();
  expect(traces.length).toBeGreaterThan(0);
  expect(traces.filter((trace) => trace.startsWith("aaaa"))).toEqual([]);
});

test("a session's own click on the trace check is sampled, like one with the token", async () => {
  const trace = "0af7651916cd43dd8448eb211c80319c";
  const headers = {
    cookie: await caller.signIn(),
    origin: stack.url,
    "sec-fetch-site": "same-origin",
    "sentry-trace": `${trace}-b7ad6b7169203331`,
  };
  const fired = await fetch(`${stack.url}/api/health/sentry-trace`, { method: "POST", headers });
  expect(fired.status).toBe(200);
  await expect.poll(sampledTraces, { timeout: 120_000 }).toContain(trace);
});

test("no line of the log holds a control character, whatever an address or a header says", async () => {
  const hostile = "%1b%5b2J%0d%9b1A";
  for (const path of ["/", "/admin/sentry/sign-in", "/api/health/sentry", "/api/inngest"])
    await fetch(`${stack.url}${path}?a=${hostile}`, {
      method: "POST",
      headers: { "x-a": "\u009b1A" },
      body: "\u001b[2J",
    });
  // An error that Next.js writes to the log itself, with the address and what was sent.
  await fetch(`${stack.url}/${hostile}`, {
    method: "POST",
    headers: { "content-type": "multipart/form-data", "next-action": "\u009b1A" },
    body: "\u001b[2J",
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(printed.filter((line) => /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(line))).toEqual([]);
});
