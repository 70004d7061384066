import { afterAll, describe, expect, test } from "vitest";
import { health, healthAnswer, problem, RELEASE, type Reply } from "#cli/testing/answers.js";
import { fakeApps, type Seen, TOKEN } from "#cli/testing/app.js";
import { fakeClock } from "#cli/testing/clock.js";
import { roundtrip } from "#cli/testing/shell.js";

const { app, closeApps } = fakeApps();
afterAll(closeApps);
const SHA = RELEASE.split("@")[1] ?? "";
const OLD = "shop@0000000000000000000000000000000000000000";
const waitFor = (url: string, sha: string, ...more: string[]) =>
  roundtrip(["verify", "--url", url, "--wait-for-release", sha, ...more], { ADMIN_TOKEN: TOKEN });
const isStatus = ({ path }: Seen) => path.endsWith("/status");

describe.concurrent("roundtrip verify --wait-for-release", () => {
  test("fires nothing until the app runs the commit, whatever answers meanwhile, and expects that release", async () => {
    const before: Reply[] = [
      { status: 404, type: "text/html", body: "<h1>no such page yet</h1>" },
      health(healthAnswer({}, OLD), 503),
    ];
    let next = 0;
    const { url, seen } = await app({ instead: (one) => (isStatus(one) ? before[next++] : undefined) });
    const { code, stdout } = await waitFor(url, SHA);
    expect(code).toBe(0);
    expect(stdout).toContain(`waiting for ${SHA}: the app is ${OLD}`);
    const fired = seen.findIndex(({ method }) => method === "POST");
    expect(seen.slice(0, fired).filter(isStatus)).toHaveLength(3);
    expect(seen[fired]?.body).toEqual({ wait: 0, expect: { release: RELEASE } });
  });

  test("knows a commit by its short form", async () => {
    const { url } = await app();
    expect((await waitFor(url, SHA.slice(0, 7))).code).toBe(0);
  });

  test("gives up with exit 2 and fires nothing when another release stays", async () => {
    const { url, seen } = await app({ release: OLD });
    const { code, stderr } = await waitFor(url, SHA, "--wait-release-timeout", "0");
    expect(code).toBe(2);
    expect(stderr).toContain(`--wait-for-release: ${SHA} was not there after 0 s; the app is ${OLD}.`);
    expect(seen.every(isStatus)).toBe(true);
  });

  test("does not take a shorter beginning, or the project's name, for the commit", async () => {
    const { url, seen } = await app();
    for (const other of [SHA.slice(0, 6), "shop"])
      expect((await waitFor(url, other, "--wait-release-timeout", "0")).code).toBe(2);
    expect(seen.every(isStatus)).toBe(true);
  });

  test("stops at once when the server will not tell its release, or refuses us", async () => {
    const { url } = await app();
    const anonymous = await roundtrip(["verify", "--url", url, "--wait-for-release", SHA]);
    expect(anonymous.code).toBe(2);
    expect(anonymous.stderr).toContain(
      "ADMIN_TOKEN: the server tells its release only to those who hold the token",
    );
    const closed = await app({ instead: () => problem(403, "Forbidden", "not from here") });
    const refused = await waitFor(closed.url, SHA);
    expect(refused.code).toBe(2);
    expect(closed.seen).toHaveLength(1);
  });
});

describe.concurrent("roundtrip verify --wait-for-release, while a deployment goes on", () => {
  const deployed = 100_000;
  const html = (status: number, headers = {}): Reply => ({
    status,
    type: "text/html",
    headers,
    body: "<h1>",
  });

  test.each<[string, Reply | "drop" | "hang"]>([
    ["drops connections", "drop"],
    ["says nothing", "hang"],
    ["answers 503 from a front", html(503, { "retry-after": "7" })],
    ["answers 429 from a front", html(429)],
    ["has a store that is down", problem(503, "Service Unavailable", "STORE_URL is not reached.")],
    ["is still the old release", health(healthAnswer({}, OLD), 503)],
  ])("waits for an app that %s, for as long as it was told to", async (_title, meanwhile) => {
    const waiting = async (timeout: number) => {
      const clock = fakeClock();
      const began = clock.now();
      const { url } = await app({
        clock,
        instead: (one) => (isStatus(one) && clock.now() - began < deployed ? meanwhile : undefined),
      });
      const argv = [
        "verify",
        "--url",
        url,
        "--wait-for-release",
        SHA,
        "--wait-release-timeout",
        `${timeout}`,
      ];
      const { code } = await roundtrip(argv, { ADMIN_TOKEN: TOKEN }, clock);
      return { code, elapsed: clock.now() - began };
    };
    expect((await waiting(200)).code).toBe(0);
    const tooShort = await waiting(50);
    expect(tooShort.code).toBe(2);
    expect(tooShort.elapsed).toBeGreaterThanOrEqual(50_000);
  });
});
