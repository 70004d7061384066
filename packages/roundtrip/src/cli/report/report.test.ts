import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problem, runIdOf, type Step } from "#cli/testing/answers.js";
import { fakeApps, TOKEN } from "#cli/testing/app.js";
import { fakeClock } from "#cli/testing/clock.js";
import { roundtrip } from "#cli/testing/shell.js";
import { parseXml } from "#cli/testing/xml.js";
import { cause } from "#verdict/causes/catalogue.js";

const { app, closeApps } = fakeApps();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "roundtrip-cli-"));
});
afterAll(closeApps);
afterAll(() => rm(folder, { recursive: true, force: true }));
const rejected = cause("dsn_rejected", { status: 403 });
const mixed: Record<string, Step[]> = {
  sentry: [{ verdict: "pending" }, { verdict: "pass" }],
  "sentry-extra": [{ verdict: "fail", cause: rejected }],
  "sentry-inngest": [{ verdict: "warn", warnings: [cause("commit_is_latest")] }],
  "sentry-inngest-ignored": [{ verdict: "unknown", cause: cause("read_timeout") }],
};
const verify = (url: string, argv: string[], env = {}) =>
  roundtrip(["verify", "--url", url, ...argv], { ADMIN_TOKEN: TOKEN, ...env });

describe.concurrent("roundtrip verify --json", () => {
  test("prints exactly one JSON object on stdout, and everything else on stderr", async () => {
    const { url } = await app({ runs: mixed });
    const { code, stdout, stderr } = await verify(url, ["--json"]);
    expect(code).toBe(1);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    const plain = { cause: null, warnings: [], unmet: [], note: null };
    expect(JSON.parse(stdout)).toEqual({
      status: "fail",
      exitCode: 1,
      reason:
        "2 of 4 checks did not pass: sentry-extra (fail, dsn_rejected), sentry-inngest-ignored (unknown, read_timeout).",
      checks: {
        sentry: { ...plain, verdict: "pass", run: runIdOf("sentry"), latencyMs: 1234 },
        "sentry-extra": {
          ...plain,
          verdict: "fail",
          run: runIdOf("sentry-extra"),
          cause: rejected,
          latencyMs: null,
        },
        "sentry-inngest": {
          ...plain,
          verdict: "warn",
          run: runIdOf("sentry-inngest"),
          warnings: [cause("commit_is_latest")],
          latencyMs: 1234,
        },
        "sentry-inngest-ignored": {
          ...plain,
          verdict: "unknown",
          run: runIdOf("sentry-inngest-ignored"),
          cause: cause("read_timeout"),
          latencyMs: null,
        },
      },
    });
    expect(stderr).toContain("sentry: captured after");
    expect(stderr).toContain("4 checks: 1 pass, 1 warn, 1 fail, 1 unknown");
  });

  test("says warn when nothing is worse, and exits 0", async () => {
    const { url } = await app({ runs: { "sentry-inngest": mixed["sentry-inngest"] ?? [] } });
    const { code, stdout } = await verify(url, ["--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ status: "warn", exitCode: 0, reason: null });
    expect(code).toBe(0);
  });

  test("says of a check that is not decided why, and what did not match of one that is", async () => {
    const clock = fakeClock();
    const unmet = { name: "release", level: "must", expected: "new", actual: "old", ok: false } as const;
    const { url } = await app({
      clock,
      runs: {
        sentry: [{ verdict: "pending" }],
        "sentry-extra": [{ verdict: "fail", cause: cause("wrong_release"), expectations: [unmet] }],
      },
    });
    const argv = ["verify", "--url", url, "--json", "--wait", "1"];
    const { code, stdout } = await roundtrip(argv, { ADMIN_TOKEN: TOKEN }, clock);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      exitCode: 1,
      reason: "2 of 2 checks did not pass: sentry (pending), sentry-extra (fail, wrong_release).",
      checks: {
        sentry: { note: expect.stringContaining("no verdict within 1 s") },
        "sentry-extra": { unmet: [unmet] },
      },
    });
  });

  test("is still one JSON object when nothing could be verified", async () => {
    const { url } = await app({ instead: () => problem(429, "Too Many Requests", "enough") });
    const { code, stdout } = await verify(url, ["--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      status: "fail",
      exitCode: 2,
      reason: expect.stringContaining("429"),
      checks: {},
      error: expect.stringContaining("429"),
    });
  });
});

describe.concurrent("roundtrip verify --junit", () => {
  test("writes one testcase a check, with cause and remedy in what did not pass", async () => {
    const file = join(folder, "new/folder/mixed.xml");
    const { url } = await app({ runs: mixed });
    await verify(url, ["--junit", file]);
    const root = parseXml(await readFile(file, "utf8"));
    expect(root).toMatchObject({
      name: "testsuites",
      attributes: { tests: "4", failures: "2", errors: "0" },
    });
    const cases = root.all("testcase");
    expect(cases.map(({ attributes }) => attributes.name)).toEqual(Object.keys(mixed));
    const failures = cases.map((one) => one.all("failure")[0]);
    expect(failures.map((one) => one?.attributes.type)).toEqual([
      undefined,
      "dsn_rejected",
      undefined,
      "read_timeout",
    ]);
    expect(failures[1]?.attributes.message).toContain(`fail: ${rejected.summary}`);
    expect(failures[1]?.text).toBe(
      [
        `failed at stage “accepted”: ${rejected.summary} [dsn_rejected]`,
        `do this: ${rejected.remedy}`,
        `about: ${url}/admin/sentry/causes#dsn_rejected`,
      ].join("\n"),
    );
    const remark = cause("commit_is_latest");
    expect(cases[2]?.all("system-out")[0]?.text).toContain(
      `warning at stage “matched”: ${remark.summary} [commit_is_latest]\ndo this: ${remark.remedy}\n`,
    );
    expect(cases[0]?.attributes.time).toBe("1.234");
  });

  test("names one thing to do of a check that did not pass, and what else to do as such", async () => {
    const file = join(folder, "also.xml");
    const why = cause("dsn_rejected", { status: 403 });
    const links = { sentry: null, remedy: "https://sentry.example/settings/acme/projects/" };
    const warnings = [cause("clock_skew"), why];
    const { url } = await app({ runs: { sentry: [{ verdict: "fail", cause: why, warnings, links }] } });
    await verify(url, ["--junit", file]);
    const root = parseXml(await readFile(file, "utf8"));
    const text = (name: string) => root.all(name)[0]?.text ?? "";
    expect(text("failure")).toContain("\nopen: https://sentry.example/settings/acme/projects/\n");
    const does = `${text("failure")}\n${text("system-out")}`.match(/^(also )?do this: .*$/gim);
    expect(does).toEqual([`do this: ${why.remedy}`, `also do this: ${cause("clock_skew").remedy}`]);
  });

  test("stays well-formed whatever the cause says", async () => {
    const file = join(folder, "odd.xml");
    const odd = {
      ...cause("wrong_event"),
      summary: '<b a="1">&\u0000\u001b[31m\ud800 ]]> \ufffe é 😀',
      remedy: "a\nb\u000b",
    };
    const { url } = await app({ runs: { sentry: [{ verdict: "fail", cause: odd }] } });
    await verify(url, ["--junit", file]);
    const failure = parseXml(await readFile(file, "utf8")).all("failure")[0];
    expect(failure?.attributes.message).toContain('<b a="1">&\ufffd\ufffd[31m\ufffd ]]> \ufffd é 😀');
    expect(failure?.text).toContain("do this: a\nb\ufffd");
  });

  test("nothing in it steers a terminal that shows it, or turns its lines around", async () => {
    const file = join(folder, "steering.xml");
    const steering = {
      ...cause("ingest_unresolved"),
      summary: "a\u009b2Jb\u0085c\u007fd\u202ee\u2066f\u2028g",
    };
    const { url } = await app({ runs: { sentry: [{ verdict: "fail", cause: steering }] } });
    await verify(url, ["--junit", file]);
    const text = await readFile(file, "utf8");
    expect(text).not.toMatch(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
    expect(parseXml(text).all("failure")[0]?.attributes.message).toContain(
      ["a", "2Jb", "c", "d", "e", "f", "g"].join("\ufffd"),
    );
  });

  test("an older green report never outlives a run that could not be made", async () => {
    const file = join(folder, "old.xml");
    await writeFile(file, "<testsuites/>");
    const { url } = await app({ instead: () => problem(503, "Service Unavailable", "closed <now>") });
    const { code } = await verify(url, ["--junit", file]);
    expect(code).toBe(2);
    const root = parseXml(await readFile(file, "utf8"));
    expect(root.attributes).toMatchObject({ tests: "1", errors: "1" });
    expect(root.all("error")[0]?.attributes.message).toContain("closed <now>");
  });

  test("a report that cannot be written is said before anything is fired", async () => {
    const { url, seen } = await app();
    const { code, stderr } = await verify(url, ["--junit", folder]);
    expect(code).toBe(2);
    expect(stderr).toContain("--junit: cannot be written (EISDIR)");
    expect(seen).toEqual([]);
  });
});

describe.concurrent("roundtrip verify in GitHub Actions", () => {
  test("annotates what failed and what passed with a warning, escaped as the runner reads it", async () => {
    const odd = { ...cause("wrong_event"), summary: "100%,\nnot: that", remedy: "Look." };
    const { url } = await app({ runs: { ...mixed, "sentry-extra": [{ verdict: "fail", cause: odd }] } });
    const { stdout } = await verify(url, [], { GITHUB_ACTIONS: "true" });
    const commands = stdout.split("\n").filter((line) => line.startsWith("::"));
    expect(commands).toEqual([
      `::error title=sentry-extra%3A fail::failed at stage “matched”: 100%25,%0Anot: that [wrong_event]%0Ado this: Look.%0Aabout: ${url}/admin/sentry/causes#wrong_event%0Arun ${runIdOf("sentry-extra")}`,
      expect.stringContaining(
        `::warning title=sentry-inngest%3A warn::warning at stage “matched”: ${cause("commit_is_latest").summary}`,
      ),
      expect.stringMatching(
        /^::error title=sentry-inngest-ignored%3A unknown::not proven at stage “stored”: /,
      ),
    ]);
  });

  test("keeps stdout pure with --json: the runner reads stderr too", async () => {
    const { url } = await app({ runs: mixed });
    const { stdout, stderr } = await verify(url, ["--json"], { GITHUB_ACTIONS: "true" });
    expect(JSON.parse(stdout).status).toBe("fail");
    expect(stderr).toMatch(/^::error title=sentry-extra%3A fail::/m);
  });

  test("prints no annotation elsewhere, and one when nothing could be verified", async () => {
    const { url } = await app({ runs: mixed });
    expect((await verify(url, [])).stdout).not.toContain("::error");
    const refused = await roundtrip(["verify", "--url", url], { GITHUB_ACTIONS: "true" });
    expect(refused.stderr).toMatch(/^::error title=roundtrip verify::ADMIN_TOKEN/m);
  });
});
