import { expect, test } from "vitest";
import { cause, someAnswer } from "#ui/testing/runs.js";
import type { Cause, HealthEntry, Verdict } from "#verdict/answer.js";
import type { Ask } from "./follow.js";
import { recall } from "./recall.js";

const RUN = "019f0000000070008000000000000001";
const never = new AbortController().signal;
const STATUS = "/api/health/sentry/status";

type Answers = Record<string, () => Response>;

/** The app's address space, without a network: what is asked of nobody answers as a missing page does. */
const app =
  (answers: Answers, asked: string[] = []): Ask =>
  async (path) => {
    asked.push(path);
    const found = Object.entries(answers).find(([start]) => path.startsWith(start));
    return found
      ? found[1]()
      : new Response("<html>", { status: 404, headers: { "content-type": "text/html" } });
  };
const problem = (status: number, title: string, detail: string, headers = {}) =>
  Response.json({ type: "about:blank", title, status, detail }, { status, headers });

const entry = (run: string | null, verdict: Verdict, why: Cause | null = null): HealthEntry[] => [
  {
    componentType: "check",
    run,
    status: "fail",
    verdict,
    observedValue: null,
    observedUnit: "ms",
    time: null,
    output: why ? why.summary : "",
    cause: why,
    href: null,
  },
];
const status =
  (checks: Record<string, HealthEntry[]>, code = 200) =>
  () =>
    Response.json({ status: code === 200 ? "pass" : "fail", checks }, { status: code });
const runs = "/api/health/sentry/runs/";

test("what the app says with its 503 is read as well: which check fails, and which pass", async () => {
  const { found, trouble } = await recall(
    app({
      [STATUS]: status({ sentry: entry(RUN, "fail"), "sentry-extra": entry(RUN, "pass") }, 503),
      [runs]: () => Response.json(someAnswer("fail")),
    }),
    never,
  );
  expect(trouble).toBeNull();
  expect(found).toEqual([
    { check: "sentry", answer: someAnswer("fail"), stale: false },
    { check: "sentry-extra", answer: someAnswer("fail"), stale: false },
  ]);
});

test("a verdict that is too old is stale, and checks never run are missing", async () => {
  const checks = {
    sentry: entry(RUN, "unknown"),
    "sentry-inngest": entry(null, "unknown"),
    "sentry-edge": entry("../status", "pass"),
  };
  const asked: string[] = [];
  for (const [verdict, stale] of [
    ["pass", true],
    ["fail", true],
    ["unknown", false],
    ["pending", false],
  ] as const) {
    const answers = { [STATUS]: status(checks, 503), [runs]: () => Response.json(someAnswer(verdict)) };
    const { found } = await recall(app(answers, asked), never);
    expect(found).toEqual([{ check: "sentry", answer: someAnswer(verdict), stale }]);
  }
  expect(asked.filter((path) => path.includes("/runs/"))).toHaveLength(4);
});

test("a run that cannot be read keeps the verdict that the app gave, and says why", async () => {
  const why = cause("accepted");
  const { found, trouble } = await recall(
    app({
      [STATUS]: status({ sentry: entry(RUN, "fail", why), "sentry-edge": entry(RUN, "pending") }, 503),
      [runs]: () => problem(500, "Internal Server Error", "The error was reported."),
    }),
    never,
  );
  expect(trouble).toBeNull();
  expect(found).toEqual([
    {
      check: "sentry",
      run: RUN,
      said: { verdict: "fail", cause: why, output: why.summary },
      trouble: expect.objectContaining({ detail: "The error was reported." }),
    },
    expect.objectContaining({ check: "sentry-edge", said: null }),
  ]);
});

const bare = () => Response.json({ status: "fail" }, { status: 503 });

test.each<[string, Answers, string]>([
  [
    "a page of a proxy",
    { [STATUS]: () => new Response("<html>", { status: 200 }) },
    "The answer is not Roundtrip's.",
  ],
  ["an app that has no such address", {}, "The answer is not Roundtrip's."],
  ["a closed app", { [STATUS]: () => problem(404, "Not Found", "Roundtrip is switched off.") }, "Not Found"],
  ["a store that is down", { [STATUS]: () => problem(503, "Store Down", "Check STORE_URL.") }, "Store Down"],
  [
    "a fault of the app",
    { [STATUS]: () => problem(500, "Internal Server Error", "") },
    "Internal Server Error",
  ],
  [
    "too many requests",
    { [STATUS]: () => problem(429, "Too Many Requests", "") },
    "Too many requests for now.",
  ],
  [
    "no session any more",
    { [STATUS]: bare, [runs]: () => problem(401, "Unauthorized", "") },
    "You are signed out.",
  ],
  [
    "an app without its secrets",
    { [STATUS]: bare, [runs]: () => problem(503, "Service Unavailable", "Roundtrip is closed.") },
    "Service Unavailable",
  ],
])("%s is said, and not taken for an app where nothing ever ran", async (_, answers, title) => {
  const { found, trouble } = await recall(app(answers), never);
  expect([found, trouble?.title]).toEqual([[], title]);
});

test("an app that is not there, or whose answer breaks off, is said to be so", async () => {
  const gone: Ask = () => fetch("http://127.0.0.1:1/");
  const broken: Ask = async () =>
    new Response(new ReadableStream({ pull: (one) => one.error(new Error("reset")) }));
  for (const ask of [gone, broken])
    expect((await recall(ask, never)).trouble?.title).toBe("The app does not answer.");
});

test("leaving the page ends the asking", async () => {
  const leaving = new AbortController();
  leaving.abort();
  const ask: Ask = async (_, init) => {
    init?.signal?.throwIfAborted();
    return Response.json({});
  };
  await expect(recall(ask, leaving.signal)).rejects.toBe(leaving.signal.reason);
});

test("what a cache kept of an earlier visit is not taken for what the app says now", async () => {
  const old = { headers: { "x-check-nonce": "of-an-earlier-request" } };
  const kept = { [STATUS]: () => Response.json({ status: "pass", checks: {} }, old) };
  const { found, trouble } = await recall(app(kept), never);
  expect([found, trouble?.title]).toEqual([[], "A cache answered in the app's place."]);
});
