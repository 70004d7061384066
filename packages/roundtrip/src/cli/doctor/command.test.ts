import { afterAll, describe, expect, test } from "vitest";
import { problem, type Reply } from "#cli/testing/answers.js";
import { fakeApp, fakeApps, TOKEN } from "#cli/testing/app.js";
import { type Finished, roundtrip } from "#cli/testing/shell.js";
import { STEERING } from "#cli/testing/steering.js";
import type { DoctorAnswer, Finding, Level } from "#doctor/finding.js";

const { app, closeApps } = fakeApps();
afterAll(closeApps);
const withToken = { ADMIN_TOKEN: TOKEN };

const finding = (level: Level, code: string, change = ""): Finding => ({
  code,
  level,
  title: `Title of ${code}`,
  what: `What ${code} saw.`,
  why: level === "ok" ? "" : `Why ${code} matters.`,
  change,
});
const answering = (findings: Finding[], status: DoctorAnswer["status"] = "pass") =>
  app({
    instead: ({ path, authorization }): Reply | undefined =>
      path.endsWith("/doctor") && authorization === `Bearer ${TOKEN}`
        ? { status: 200, body: { status, findings } satisfies DoctorAnswer }
        : undefined,
  });
const doctor = (url: string, ...more: string[]) => roundtrip(["doctor", "--url", url, ...more], withToken);

function expectOneLine({ code, stdout, stderr }: Finished): void {
  expect(stderr).toMatch(/^roundtrip doctor: [^\n]+\n$/);
  expect(stdout).toBe("");
  expect(code).toBe(2);
}

describe.concurrent("roundtrip doctor", () => {
  test("asks once, prints what is well, and exits 0", async () => {
    const { url, seen } = await answering([finding("ok", "ingest_ok"), finding("ok", "clock_ok")]);
    const { code, stdout, stderr } = await doctor(url);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("ok    Title of ingest_ok\n      What ingest_ok saw.\n");
    expect(stdout).toContain("2 findings: 2 ok");
    expect(seen.map(({ method, path }) => [method, path])).toEqual([["GET", "/api/health/sentry/doctor"]]);
  });

  test("exits 1 when a finding loses errors, and prints why and the line to change", async () => {
    const { url } = await answering(
      [finding("fail", "dsn_absent", "SENTRY_DSN=<dsn>"), finding("ok", "clock_ok")],
      "fail",
    );
    const { code, stdout } = await doctor(url);
    expect(code).toBe(1);
    expect(stdout).toContain(
      [
        "fail  Title of dsn_absent [dsn_absent]",
        "      What dsn_absent saw.",
        "      why: Why dsn_absent matters.",
        "      change: SENTRY_DSN=<dsn>",
        "",
      ].join("\n"),
    );
    expect(stdout).toContain("2 findings: 1 fail, 1 ok");
  });

  test("prints the address of the page that a finding names, and nothing of one that is none", async () => {
    const href = "https://acme.sentry.io/settings/acme/projects/shop/keys/";
    const page = { name: "Client Keys in Sentry", href };
    const { url } = await answering(
      [{ ...finding("fail", "dsn_refused", "SENTRY_DSN=<dsn>"), page }],
      "fail",
    );
    expect((await doctor(url)).stdout).toContain(`      change: SENTRY_DSN=<dsn>\n      open: ${href}\n`);
    const no = { name: "Client Keys in Sentry", href: "javascript:alert(1)" };
    const bad = await answering(
      [{ ...finding("fail", "dsn_refused", "SENTRY_DSN=<dsn>"), page: no }],
      "fail",
    );
    const { code, stdout } = await doctor(bad.url);
    expect(code).toBe(1);
    expect(stdout).not.toContain("open:");
  });

  test("exits 0 on remarks alone", async () => {
    const { url } = await answering([finding("warn", "a"), finding("note", "b")], "warn");
    expect((await doctor(url)).code).toBe(0);
  });

  test("prints the answer as one JSON object on stdout, and people's words on stderr", async () => {
    const findings = [finding("warn", "commit_latest", "COMMIT_SHA=x")];
    const { url } = await answering(findings, "warn");
    const { code, stdout, stderr } = await doctor(url, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ status: "warn", findings, exitCode: 0 });
    expect(stdout.trimEnd()).not.toContain("\n");
    expect(stderr).toContain("Title of commit_latest");
  });

  test("says nothing of what is well under --quiet", async () => {
    const { url } = await answering([finding("ok", "clock_ok")]);
    expect(await doctor(url, "--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
    const bad = await answering([finding("fail", "x", "y"), finding("ok", "clock_ok")], "fail");
    const { code, stdout } = await doctor(bad.url, "-q");
    expect(code).toBe(1);
    expect(stdout).toContain("[x]");
    expect(stdout).not.toContain("clock_ok");
  });

  test("lets no text of the server steer a terminal or a CI runner", async () => {
    const nasty = {
      ...finding("fail", "x"),
      title: "a\u001b[2Jb",
      what: "::error::c",
      why: "##vso[task.setvariable variable=PATH]/tmp \u202e\u009b2J",
      change: "##[d]\r\ne ##teamcity[x]",
    };
    const { url } = await answering([nasty], "fail");
    for (const words of [[], ["--json"]]) {
      const { stdout } = await doctor(url, ...words);
      expect(stdout).not.toMatch(STEERING);
    }
  });

  test.each<[string, Reply, string]>([
    [
      "closed",
      problem(503, "Service Unavailable", "Roundtrip is closed: ADMIN_TOKEN is not set."),
      "ADMIN_TOKEN is not set",
    ],
    ["another server", { status: 200, type: "text/html", body: "<html></html>" }, "not a Roundtrip server"],
    ["a strange answer", { status: 200, body: { status: "pass" } }, "not the expected shape (findings)"],
    ["an older Roundtrip", { status: 404, type: "text/html", body: "" }, "it answered 404"],
  ])("exits 2 with one line: %s", async (_, reply, said) => {
    const { url } = await app({ instead: () => reply });
    const result = await doctor(url);
    expectOneLine(result);
    expect(result.stderr).toContain(said);
  });

  test("asks for a token by name, and never prints a wrong one", async () => {
    const { url } = await answering([]);
    const none = await roundtrip(["doctor", "--url", url]);
    expectOneLine(none);
    expect(none.stderr).toContain("ADMIN_TOKEN: the server asks for a token (401)");
    const wrong = await roundtrip(["doctor", "--url", url, "--token", "wrong-token-0123456789"]);
    expectOneLine(wrong);
    expect(wrong.stderr).not.toContain("wrong-token");
  });

  test("says who is not there, as JSON too", async () => {
    const { url, close } = await fakeApp();
    await close();
    const { code, stdout } = await doctor(url, "--json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      status: "fail",
      exitCode: 2,
      findings: [],
      error: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("refuses what it does not know, naming itself", async () => {
    const result = await roundtrip(["doctor", "--checks", "sentry"]);
    expectOneLine(result);
    expect(result.stderr).toContain("--checks: there is no such option. See: roundtrip doctor --help");
    expectOneLine(await roundtrip(["doctor"]));
  });

  test("explains itself", async () => {
    const help = await roundtrip(["doctor", "--help"]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain("Exit code:");
    expect((await roundtrip(["--help"])).stdout).toContain("doctor ");
  });
});
