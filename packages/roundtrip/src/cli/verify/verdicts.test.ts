import { afterAll, describe, expect, test } from "vitest";
import { DEFAULT_CHECKS } from "#checks/catalogue.js";
import { health, healthAnswer, pendingEntry, RELEASE, runIdOf, type Step } from "#cli/testing/answers.js";
import { fakeApps, TOKEN } from "#cli/testing/app.js";
import { fakeClock } from "#cli/testing/clock.js";
import { roundtrip } from "#cli/testing/shell.js";
import { STEERING } from "#cli/testing/steering.js";
import { cause } from "#verdict/causes/catalogue.js";

const { app, closeApps } = fakeApps();
afterAll(closeApps);
const one = (step: Step) => ({ runs: { sentry: [step] } });
const withToken = { ADMIN_TOKEN: TOKEN };
const verify = (url: string, ...more: string[]) => roundtrip(["verify", "--url", url, ...more], withToken);

describe.concurrent("roundtrip verify", () => {
  test("fires everything as one request, follows each run, and exits 0 when all pass", async () => {
    const { url, seen } = await app();
    const { code, stdout, stderr } = await verify(url);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const fired = seen.filter(({ method }) => method === "POST");
    expect(fired).toHaveLength(1);
    expect(fired[0]).toMatchObject({ path: "/api/health/sentry/verify", body: { wait: 0 } });
    expect(seen.every(({ authorization }) => authorization === `Bearer ${TOKEN}`)).toBe(true);
    for (const name of DEFAULT_CHECKS) {
      expect(stdout).toMatch(new RegExp(`^${name} +pass +1\\.2 s +${runIdOf(name)}$`, "m"));
      expect(stdout).toContain(
        `Sentry: https://sentry.example/organizations/shop/issues/7/events/${runIdOf(name)}/`,
      );
    }
    expect(stdout).toContain(`4 checks: 4 pass (release ${RELEASE}, environment staging)`);
  });

  test("--canary leaves the checks and the waiting to the app, and exits by what came of them", async () => {
    const passing = await app();
    expect((await verify(passing.url, "--canary")).code).toBe(0);
    const [asked] = passing.seen.filter(({ method }) => method === "POST");
    expect(asked?.body).toEqual({ canary: true });
    const failing = await app(one({ verdict: "fail", cause: cause("accepted_not_stored") }));
    expect((await verify(failing.url, "--canary")).code).toBe(1);
    const open = await app(one({ verdict: "pending" }));
    expect((await verify(open.url, "--canary", "--wait", "0")).code).toBe(1);
  });

  test("prints stages as plain lines once each when it is not on a terminal", async () => {
    const { url } = await app({
      runs: { sentry: [{ verdict: "pending" }, { verdict: "pending" }, { verdict: "pass" }] },
    });
    const { stdout } = await verify(url);
    for (const stage of ["fired", "raised", "captured", "accepted", "stored", "matched"])
      expect(stdout.match(new RegExp(`^sentry: ${stage} after`, "gm"))).toHaveLength(1);
    expect(stdout.indexOf("sentry: captured")).toBeLessThan(stdout.indexOf("sentry: matched"));
    expect(stdout).not.toContain("\u001b");
  });

  test("counts a warning as a pass, and prints it with its remedy", async () => {
    const { url } = await app(one({ verdict: "warn", warnings: [cause("commit_is_latest")] }));
    const { code, stdout } = await verify(url);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^sentry +warn/m);
    const { summary, remedy } = cause("commit_is_latest");
    expect(stdout).toContain(`warning at stage “matched”: ${summary}`);
    expect(stdout).toContain(`do this: ${remedy}`);
  });

  test("exits 1 on a failed check, with cause, remedy and what did not match", async () => {
    const unmet = {
      name: "release",
      level: "must" as const,
      expected: "shop@new",
      actual: "shop@old",
      ok: false,
    };
    const { url } = await app({
      runs: {
        sentry: [{ verdict: "pass" }],
        "sentry-extra": [
          {
            verdict: "fail",
            cause: cause("wrong_release"),
            expectations: [unmet],
            links: { sentry: null, remedy: "https://sentry.example/settings/acme/projects/" },
          },
        ],
      },
    });
    const { code, stdout } = await verify(url);
    expect(code).toBe(1);
    const { summary, remedy } = cause("wrong_release");
    expect(stdout).toContain(`failed at stage “matched”: ${summary} [wrong_release]`);
    expect(stdout).toContain(`do this: ${remedy}`);
    expect(stdout).toContain("    open: https://sentry.example/settings/acme/projects/\n");
    expect(stdout).toContain(`    about: ${url}/admin/sentry/causes#wrong_release\n`);
    expect(stdout).toContain("release: expected shop@new, got shop@old");
    expect(stdout).toContain("2 checks: 1 pass, 1 fail");
  });

  test("names one thing to do, and what else to do as such", async () => {
    const remarks = [cause("clock_skew"), cause("reported_twice")];
    const { url } = await app(one({ verdict: "fail", cause: cause("wrong_release"), warnings: remarks }));
    const { stdout } = await verify(url);
    const does = stdout.split("\n").filter((line) => line.includes("do this: "));
    expect(does.map((line) => line.slice(0, line.indexOf(":")))).toEqual([
      "    do this",
      "    also do this",
      "    also do this",
    ]);
    expect(does[0]).toContain(cause("wrong_release").remedy);
    expect(stdout).toContain(`warning at stage “matched”: ${cause("clock_skew").summary} [clock_skew]`);
  });

  test("exits 1 when nobody could look", async () => {
    const { url } = await app(one({ verdict: "unknown", cause: cause("no_read_token") }));
    const { code, stdout } = await verify(url);
    expect(code).toBe(1);
    expect(stdout).toContain(
      `not proven at stage “stored”: ${cause("no_read_token").summary} [no_read_token]`,
    );
    expect(stdout).toContain("1 check: 1 unknown");
    expect(stdout).toContain("fired 1 check at release");
  });

  test("exits 1 when a run is still pending at the end of the wait, and says where to look again", async () => {
    const clock = fakeClock();
    const { url } = await app({ ...one({ verdict: "pending" }), clock });
    const { code, stdout } = await roundtrip(["verify", "--url", url, "--wait", "1"], withToken, clock);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^sentry +pending/m);
    expect(stdout).toContain(`look again at ${url}/api/health/sentry/runs/${runIdOf("sentry")}`);
  });

  test("shows the cause of a check that could not even be fired", async () => {
    const entry = pendingEntry("sentry", {
      run: null,
      href: null,
      verdict: "fail",
      cause: cause("inngest_key_missing"),
    });
    const { url } = await app({
      instead: ({ method }) =>
        method === "POST" ? health(healthAnswer({ sentry: [entry] }), 503) : undefined,
    });
    const { code, stdout } = await verify(url, "--checks", "sentry");
    expect(code).toBe(1);
    expect(stdout).toContain("[inngest_key_missing]");
  });

  test("takes a lost connection and a bad gateway in the middle for no verdict, and asks again", async () => {
    const bad = ["drop", { status: 502, type: "text/html", body: "<h1>Bad gateway</h1>" }] as const;
    let next = 0;
    const { url } = await app({
      ...one({ verdict: "pass" }),
      instead: ({ path }) => (path.includes("/runs/") ? bad[next++] : undefined),
    });
    const { code, stdout } = await verify(url);
    expect(code).toBe(0);
    expect(next).toBe(3);
    expect(stdout).toContain("sentry: trying again");
  });

  test("gives up a look that is never answered, and asks again", async () => {
    let hung = false;
    const clock = fakeClock();
    const { url } = await app({
      clock,
      ...one({ verdict: "pass" }),
      instead: ({ path }) => {
        if (hung || !path.includes("/runs/")) return undefined;
        hung = true;
        return "hang";
      },
    });
    const { code, stdout } = await roundtrip(["verify", "--url", url], withToken, clock);
    expect(stdout).toContain("no answer from");
    expect(code).toBe(0);
  });

  test("never lets the verdict be a pass when a run cannot be read any more", async () => {
    const { url } = await app({
      ...one({ verdict: "pass" }),
      instead: ({ path }) => (path.includes("/runs/") ? "drop" : undefined),
    });
    const { code, stdout } = await verify(url, "--wait", "1");
    expect(code).toBe(1);
    expect(stdout).toContain("note: the run could not be followed");
  });

  test("sends names once, aliases as the checks they are, and the expectations from outside", async () => {
    const { url, seen } = await app();
    const argv = ["--checks", "sentry,sentry-celery", "--checks", "sentry-inngest,sentry"];
    const { code } = await verify(
      url,
      ...argv,
      "--expect-release",
      "shop@abc",
      "--expect-environment",
      "production",
    );
    expect(code).toBe(0);
    expect(seen[0]?.body).toEqual({
      wait: 0,
      checks: ["sentry", "sentry-inngest"],
      expect: { release: "shop@abc", environment: "production" },
    });
  });

  test("without a browser, what only a browser can fire is unknown by name, and no pass", async () => {
    const { url, seen } = await app();
    const argv = ["verify", "--url", url, "--checks", "sentry,sentry-browser"];
    const env = { ADMIN_TOKEN: TOKEN, CHROME_PATH: "/nowhere/chrome" };
    const { code, stdout } = await roundtrip(argv, env);
    expect(code).toBe(1);
    expect(seen.find((one) => one.path.endsWith("/verify"))?.body).toMatchObject({ checks: ["sentry"] });
    expect(stdout).toMatch(/^sentry +pass/m);
    expect(stdout).toMatch(/^sentry-browser +unknown/m);
    expect(stdout).toContain("/nowhere/chrome did not start");
    expect(stdout).toContain("[needs_browser]");
  });

  test("keeps the base path of the app", async () => {
    const { url, seen } = await app({
      instead: ({ path }) =>
        path === "/shop/api/health/sentry/verify" ? health(healthAnswer({}), 503) : undefined,
    });
    const { stderr } = await verify(`${url}/shop/`);
    expect(seen[0]?.path).toBe("/shop/api/health/sentry/verify");
    expect(stderr).toContain("the server fired nothing");
  });

  test("takes the pass of a run that was fired under another nonce for none", async () => {
    const { url } = await app(one({ verdict: "pass", nonce: "of-an-earlier-request" }));
    const { code, stdout } = await verify(url);
    expect(code).toBe(1);
    expect(stdout).toMatch(/which this call did not fire/);
    expect(stdout).not.toMatch(/^sentry +pass/m);
  });

  test("waits for an answer that no cache kept, and says so where none comes", async () => {
    let looks = 0;
    const { url } = await app({
      ...one({ verdict: "pass" }),
      instead: ({ path }) => {
        if (!path.includes("/runs/")) return undefined;
        looks += 1;
        return looks > 2
          ? undefined
          : { status: 200, headers: { "x-check-nonce": "of-an-earlier-request" }, body: {} };
      },
    });
    expect((await verify(url)).code).toBe(0);
    expect(looks).toBe(3);
  });

  test("says nothing under --quiet when all pass, and only what did not pass otherwise", async () => {
    const good = await app();
    expect(await verify(good.url, "--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
    const bad = await app({
      runs: {
        sentry: [{ verdict: "pass" }],
        "sentry-extra": [{ verdict: "fail", cause: cause("data_missing") }],
      },
    });
    const { code, stdout } = await verify(bad.url, "--quiet");
    expect(code).toBe(1);
    expect(stdout).toContain("[data_missing]");
    expect(stdout).not.toMatch(/^sentry +pass/m);
    expect(stdout).toContain("2 checks: 1 pass, 1 fail");
    expect(stdout).not.toContain("fired");
  });

  test("prints nothing from the server that could steer a terminal or a CI runner", async () => {
    const summary =
      "red \u001b[31m and\n::error::forged and ##[add-mask]x ##vso[task.prependpath]/tmp \u202e";
    const nasty = {
      code: "wrong_event",
      stage: "matched" as const,
      summary,
      remedy: "\u009b2J\r::stop-commands::x",
    };
    const { url } = await app(one({ verdict: "fail", cause: nasty }));
    for (const words of [[], ["--json"]]) {
      const { stdout } = await verify(url, ...words);
      expect(stdout).toContain("forged");
      expect(stdout).not.toMatch(STEERING);
    }
    const { stdout } = await verify(url, "--json");
    expect(JSON.parse(stdout)).toMatchObject({ checks: { sentry: { cause: { summary } } } });
  });
});
