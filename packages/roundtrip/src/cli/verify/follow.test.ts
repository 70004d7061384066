import { afterAll, describe, expect, test } from "vitest";
import { health, healthAnswer, pendingEntry, problem, type Reply, runAnswer } from "#cli/testing/answers.js";
import { fakeApps, type Seen, TOKEN } from "#cli/testing/app.js";
import { fakeClock } from "#cli/testing/clock.js";
import { roundtrip } from "#cli/testing/shell.js";
import type { Verdict } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";

const { app, closeApps } = fakeApps();
afterAll(closeApps);
const DECIDED = 41_000;
const isLook = ({ path }: Seen) => path.includes("/runs/");

type Instead = (seen: Seen, elapsed: number) => Reply | "drop" | "hang" | undefined;

/** An app that decides its run after 41 seconds; `instead` comes before its answers. */
async function deciding(
  instead: Instead = () => undefined,
  { decides = DECIDED, early = false }: { decides?: number; early?: boolean } = {},
) {
  const clock = fakeClock();
  const began = clock.now();
  const looks: number[] = [];
  const { url } = await app({
    clock,
    early,
    runs: { sentry: [{ verdict: "pending" }, { verdict: "pass", from: decides }] },
    instead: (seen) => {
      if (isLook(seen)) looks.push(clock.now() - began);
      return instead(seen, clock.now() - began);
    },
  });
  const verify = (...more: string[]) =>
    roundtrip(["verify", "--url", url, ...more], { ADMIN_TOKEN: TOKEN }, clock);
  return { verify, looks, elapsed: () => clock.now() - began };
}

const firedAs = (verdict: Verdict): Instead => {
  const why = verdict === "pending" ? null : cause("read_timeout");
  const entry = pendingEntry("sentry", { verdict, cause: why });
  return ({ method }) => (method === "POST" ? health(healthAnswer({ sentry: [entry] }), 503) : undefined);
};
const html = (status: number, headers = {}): Reply => ({ status, type: "text/html", headers, body: "<h1>" });
/** A disturbance of the looks alone, between these moments. */
const between = (from: number, to: number, reply: Reply | "drop" | "hang"): Instead => {
  return (seen, elapsed) => (isLook(seen) && elapsed >= from && elapsed < to ? reply : undefined);
};

describe.concurrent("roundtrip verify, waiting", () => {
  test.each<Verdict>(["pending", "fail", "unknown"])(
    "has the whole --wait for a run that was %s when it was fired and is pending again",
    async (verdict) => {
      const { verify, elapsed } = await deciding(firedAs(verdict));
      const { code, stdout } = await verify("--wait", "120");
      expect(stdout).toMatch(/^sentry +pass/m);
      expect(code).toBe(0);
      expect(elapsed()).toBe(DECIDED);
    },
  );

  test.each<[string, Instead]>([
    ["connections are dropped", between(5_000, 30_000, "drop")],
    ["looks are never answered", between(5_000, 30_000, "hang")],
    ["a front answers 503", between(5_000, 30_000, html(503, { "retry-after": "3" }))],
    ["a front answers 502 until the very verdict", between(0, DECIDED, html(502))],
    ["the app limits its callers", between(5_000, 30_000, problem(429, "Too Many", "enough"))],
    ["the store is down", between(5_000, 30_000, problem(503, "Store down", "STORE_URL is not reached."))],
  ])("lives through it when %s meanwhile", async (_title, instead) => {
    const { verify } = await deciding(instead);
    const { code, stdout } = await verify("--wait", "120");
    expect(stdout).toContain("sentry: trying again");
    expect(stdout).toMatch(/^sentry +pass/m);
    expect(code).toBe(0);
  });

  test.each<[string, Reply]>([
    ["the app", problem(429, "Too Many Requests", "enough", { "retry-after": "20" })],
    ["a front's 429", html(429, { "retry-after": "20" })],
    ["a front's 503", html(503, { "retry-after": "20" })],
    ["a front's date", html(503, { "retry-after": new Date(fakeClock().now() + 30_000).toUTCString() })],
  ])("stays away for as long as Retry-After of %s says", async (_title, reply) => {
    const { verify, looks } = await deciding(between(10_000, 11_000, reply));
    expect((await verify("--wait", "120")).code).toBe(0);
    const refused = looks.findIndex((at) => at >= 10_000);
    expect((looks[refused + 1] ?? 0) - (looks[refused] ?? 0)).toBeGreaterThanOrEqual(19_000);
  });

  test("stays away while too many wait at the app, which shows the run as it stands", async () => {
    let nonce: string | null = null;
    const { verify, looks } = await deciding((seen, elapsed) => {
      nonce ??= seen.nonce ?? null;
      if (!isLook(seen) || elapsed < 10_000 || elapsed >= 11_000) return undefined;
      const body = runAnswer("sentry", { verdict: "pending", nonce });
      return { status: 200, type: "application/json", headers: { "retry-after": "20" }, body };
    });
    const { code, stdout } = await verify("--wait", "120");
    expect([code, stdout.includes("trying again")]).toEqual([0, false]);
    const turnedAway = looks.findIndex((at) => at >= 10_000);
    expect((looks[turnedAway + 1] ?? 0) - (looks[turnedAway] ?? 0)).toBeGreaterThanOrEqual(19_000);
  });

  test("a Retry-After beyond the wait does not end it early: the last look is at its end", async () => {
    const { verify, looks, elapsed } = await deciding(
      between(0, 1_000, html(503, { "retry-after": "3600" })),
    );
    expect((await verify("--wait", "60")).code).toBe(0);
    expect(looks).toHaveLength(2);
    expect(elapsed()).toBe(60_000);
  });

  test("asks a server that answers every long poll at once no more than once a second", async () => {
    const { verify, looks } = await deciding(undefined, { early: true });
    expect((await verify("--wait", "120")).code).toBe(0);
    expect(looks.length).toBeLessThan(60);
  });

  test("gives the firing itself the time that it was told to wait", async () => {
    const { verify } = await deciding(({ method }) => (method === "POST" ? "hang" : undefined));
    expect((await verify("--wait", "120")).stderr).toContain("/verify within 120 s.");
    const { verify: hasty } = await deciding(({ method }) => (method === "POST" ? "hang" : undefined));
    expect((await hasty("--wait", "1")).stderr).toContain("/verify within 30 s.");
    const { verify: unasked } = await deciding(({ method }) => (method === "POST" ? "hang" : undefined));
    expect((await unasked()).stderr).toContain("/verify within 180 s.");
  });

  test.each(["verify", "doctor", "sync"])(
    "%s says once, on stderr alone, that an answer takes long, and what it may be",
    async (command) => {
      const clock = fakeClock();
      const { url } = await app({ clock, instead: () => "hang" });
      const argv = [command, "--url", url, "--json"];
      const { stdout, stderr } = await roundtrip(argv, { ADMIN_TOKEN: TOKEN }, clock);
      const why = "If it is next dev, it compiles each route at its first request.";
      expect(stderr.split("\n").filter((line) => line.startsWith("waiting"))).toEqual([
        `waiting for ${url} to answer. ${why}`,
      ]);
      expect(stdout).not.toContain("waiting");
      expect(stderr).toContain("no answer from");
    },
  );

  test("says how long it waited, and that long it did wait", async () => {
    const { verify, elapsed } = await deciding(firedAs("fail"), { decides: 500_000 });
    const { code, stdout } = await verify("--wait", "120");
    expect(code).toBe(1);
    expect(stdout).toContain("note: no verdict within 120 s");
    expect(elapsed()).toBeGreaterThanOrEqual(120_000);
  });
});
