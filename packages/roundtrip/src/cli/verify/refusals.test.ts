import { afterAll, describe, expect, test } from "vitest";
import { health, healthAnswer, pendingEntry, problem, type Reply } from "#cli/testing/answers.js";
import { fakeApp, fakeApps, TOKEN } from "#cli/testing/app.js";
import { type Finished, roundtrip } from "#cli/testing/shell.js";

const { app, closeApps } = fakeApps();
afterAll(closeApps);
const withToken = { ADMIN_TOKEN: TOKEN };
const answering = (reply: Reply) => app({ instead: () => reply });

/** One clear line on stderr, nothing else, no trace of the code, exit 2. */
function expectOneLine({ code, stdout, stderr }: Finished): void {
  expect(stderr).toMatch(/^roundtrip verify: [^\n]+\n$/);
  expect(stderr).not.toMatch(/\bat .*\.ts|node:internal/);
  expect(stdout).toBe("");
  expect(code).toBe(2);
}

describe.concurrent("roundtrip verify, when there is no verdict to be had", () => {
  test("a missing token is asked for by name", async () => {
    const { url } = await app();
    const result = await roundtrip(["verify", "--url", url]);
    expectOneLine(result);
    expect(result.stderr).toContain("ADMIN_TOKEN: the server asks for a token (401)");
  });

  test("a wrong token is refused without being printed, even when the server echoes it", async () => {
    const { url } = await answering(problem(401, "Unauthorized", 'token "wrong-token-0123456789" is wrong'));
    const result = await roundtrip(["verify", "--url", url, "--token", "wrong-token-0123456789"]);
    expectOneLine(result);
    expect(result.stderr).toContain("ADMIN_TOKEN: the server refused the token (401)");
    expect(result.stderr).not.toContain("wrong-token");
  });

  test.each([
    [problem(403, "Forbidden", "Another site sent this request."), "403): Another site sent this request."],
    [
      problem(429, "Too Many Requests", "the limit of this caller is reached", { "retry-after": "42" }),
      "Try again in 42 s",
    ],
    [
      problem(503, "Service Unavailable", "Roundtrip is closed: ADMIN_TOKEN is not set."),
      "ADMIN_TOKEN is not set",
    ],
    [
      problem(404, "Unknown check", "there is no check of this name: nope"),
      "--checks: the server refused the request (404)",
    ],
    [
      problem(400, "Bad Request", "expect.environment: may hold printable characters of Latin-1 only"),
      "roundtrip verify: --expect-environment: the server refused the request (400)",
    ],
    [
      problem(400, "Bad Request", "expect.release: may hold printable characters of Latin-1 only"),
      "roundtrip verify: --expect-release: the server refused the request (400)",
    ],
    [problem(400, "Bad Request", "wait: Too big"), "roundtrip verify: --wait: the server refused"],
    [problem(400, "Bad Request", "checks.0: Too big"), "roundtrip verify: --checks: the server refused"],
    [problem(400, "Bad Request", "constructor: Unknown"), "roundtrip verify: --url: the server refused"],
    [problem(405, "Method Not Allowed", "A page answers GET and HEAD."), "without the path of a page"],
    [problem(400, "Bad Request", "the body is no JSON"), "roundtrip verify: --url: the server refused"],
    [
      { status: 200, type: "text/html", body: "<html>Welcome</html>" },
      "not a Roundtrip server: its answer is not JSON",
    ],
    [{ status: 404, type: "text/html", body: "<html>404</html>" }, "not a Roundtrip server: it answered 404"],
    [{ status: 200, body: { status: "ok" } }, "not a Roundtrip server: its answer is not the expected shape"],
    [{ status: 500, type: "text/html", body: "<html>oops</html>" }, "the app answered 500"],
    [health(healthAnswer({}), 503), "the server fired nothing"],
  ] satisfies [Reply, string][])("answer %# is one line that says what to change", async (reply, words) => {
    const { url } = await answering(reply);
    const result = await roundtrip(["verify", "--url", url], withToken);
    expectOneLine(result);
    expect(result.stderr).toContain(words);
  });

  test.each([
    [
      "repeats the nonce of another request",
      { "x-check-nonce": "of-an-earlier-request" },
      "a cache answered",
    ],
    ["says for how long a cache had it", { "x-check-nonce": undefined, age: "86400" }, "a cache answered"],
    ["repeats no nonce", { "x-check-nonce": undefined }, "does not repeat the request's x-check-nonce"],
  ])("a green answer that %s proves nothing", async (_title, headers, words) => {
    const entry = pendingEntry("sentry", { verdict: "pass", status: "pass" });
    const old = { ...health(healthAnswer({ sentry: [entry] }), 200), headers };
    const { url } = await answering(old);
    const result = await roundtrip(["verify", "--url", url, "--checks", "sentry"], withToken);
    expectOneLine(result);
    expect(result.stderr).toContain(words);
  });

  test("a redirect is not followed: the token stays here", async () => {
    const elsewhere = await app();
    const { url } = await answering({
      status: 308,
      headers: { location: `${elsewhere.url}/api/health/sentry/verify?next=secret` },
      body: "",
    });
    const result = await roundtrip(["verify", "--url", url], withToken);
    expectOneLine(result);
    expect(result.stderr).toContain(`redirects to ${elsewhere.url}/api/health/sentry/verify (308)`);
    expect(result.stderr).toContain("It is not followed");
    expect(elsewhere.seen).toEqual([]);
  });

  test("a redirect that adds a base path, or a slash, is followed, with the token, once for all requests", async () => {
    const redirects: string[] = [];
    const { url, seen } = await app({
      instead: ({ path }) => {
        const to = path.startsWith("/shop/") ? `${path}/` : `/shop${path}`;
        if (path.startsWith("/shop/") && path.endsWith("/")) return undefined;
        redirects.push(path);
        return { status: 308, headers: { location: to }, body: "" };
      },
    });
    const result = await roundtrip(["verify", "--url", url], withToken);
    expect(result.stderr).toBe("");
    expect(redirects).toEqual(["/api/health/sentry/verify", "/shop/api/health/sentry/verify"]);
    expect(seen.length).toBeGreaterThan(3);
  });

  test("an API that is mounted elsewhere is asked there, and a mount point that is none is refused", async () => {
    const { url, seen } = await app();
    const result = await roundtrip(["verify", "--url", url, "--api", "/ops/health"], withToken);
    expect(result.stderr).toBe("");
    expect(new Set(seen.map(({ path }) => path.replace(/(runs\/).*/, "$1…")))).toEqual(
      new Set(["/ops/health/sentry/verify", "/ops/health/sentry/runs/…"]),
    );
    const wrong = await roundtrip(["verify", "--url", url, "--api", "https://b.example/"], withToken);
    expectOneLine(wrong);
    expect(wrong.stderr).toContain("--api: is not a path below the app's address.");
  });

  test("nobody there is said with the reason", async () => {
    const { url, close } = await fakeApp();
    await close();
    const result = await roundtrip(["verify", "--url", url], withToken);
    expectOneLine(result);
    expect(result.stderr).toContain("cannot be reached (ECONNREFUSED)");
  });

  test("a pass that names no run, and a check that was not fired, are no answers of ours", async () => {
    const entry = pendingEntry("sentry", { run: null, verdict: "pass", status: "pass" });
    const { url } = await answering(health(healthAnswer({ sentry: [entry] }), 200));
    const proofless = await roundtrip(["verify", "--url", url], withToken);
    expectOneLine(proofless);
    expect(proofless.stderr).toContain('its entry for "sentry" cannot be read');

    const other = await answering(health(healthAnswer({ sentry: [pendingEntry("sentry")] }), 503));
    const missing = await roundtrip(["verify", "--url", other.url, "--checks", "sentry-extra"], withToken);
    expectOneLine(missing);
    expect(missing.stderr).toContain('--checks: the server fired no check "sentry-extra"');
  });

  test("arguments that are wrong are refused before anything is sent", async () => {
    const { url, seen } = await app();
    const result = await roundtrip(["verify", "--url", url, "--wait", "soon"], withToken);
    expectOneLine(result);
    expect(result.stderr).toContain("--wait: must be seconds from 0 to 3600");
    expect(seen).toEqual([]);
  });

  test("an unknown command lists the known ones; help and version are no errors", async () => {
    const unknown = await roundtrip(["verfiy"]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("verify ");
    const help = await roundtrip(["verify", "--help"]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain("Examples:");
    const version = await roundtrip(["--version"]);
    expect(version.stdout).toMatch(/^(source|\d+\.\d+\.\d+)\n$/);
  });
});
