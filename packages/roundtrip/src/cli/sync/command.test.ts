import { afterAll, describe, expect, test } from "vitest";
import { problem, type Reply } from "#cli/testing/answers.js";
import { fakeApps, TOKEN } from "#cli/testing/app.js";
import { roundtrip } from "#cli/testing/shell.js";
import { STEERING } from "#cli/testing/steering.js";
import type { SyncAnswer } from "#verdict/inngest/sync.js";

const { app, closeApps } = fakeApps();
afterAll(closeApps);

const ANSWER: SyncAnswer = {
  status: "ok",
  app: "roundtrip-shop--staging",
  inngest: "inngest.example:8288",
  modified: true,
  functions: ["roundtrip-shop--staging-raise", "roundtrip-shop--staging-canary"],
  addresses: ["https://shop.example/api/inngest"],
};
const answering = (reply: Reply) =>
  app({
    instead: ({ path, method, authorization }) =>
      path.endsWith("/sync") && method === "POST" && authorization === `Bearer ${TOKEN}` ? reply : undefined,
  });
const sync = (url: string, ...more: string[]) =>
  roundtrip(["sync", "--url", url, ...more], { ADMIN_TOKEN: TOKEN });

describe.concurrent("roundtrip sync", () => {
  test("says what Inngest holds now and where it calls, and exits 0", async () => {
    const { url, seen } = await answering({ status: 200, body: ANSWER });
    const { code, stdout, stderr } = await sync(url);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(
      [
        "inngest.example:8288 holds 2 functions of roundtrip-shop--staging:",
        "  roundtrip-shop--staging-raise",
        "  roundtrip-shop--staging-canary",
        "It calls them at https://shop.example/api/inngest.",
        "",
      ].join("\n"),
    );
    expect(seen.map(({ method, path }) => [method, path])).toEqual([["POST", "/api/health/sentry/sync"]]);
  });

  test("gives JSON to who asks for it", async () => {
    const { url } = await answering({ status: 200, body: ANSWER });
    const { stdout } = await sync(url, "--json");
    expect(JSON.parse(stdout)).toEqual({ ...ANSWER, exitCode: 0 });
  });

  test("lets no text of the server steer a terminal or a CI runner", async () => {
    const nasty = "\u001b]0;x\u0007 \u009b2J \u202e ##vso[task.prependpath]/tmp\r\n::error::x";
    const body = { ...ANSWER, app: nasty, inngest: nasty, functions: [nasty], addresses: [nasty] };
    const { url } = await answering({ status: 200, body });
    const refusing = await answering(problem(502, "Not Registered", nasty));
    for (const words of [[], ["--json"]])
      for (const { stdout, stderr } of [await sync(url, ...words), await sync(refusing.url, ...words)])
        expect(`${stdout}\n${stderr}`).not.toMatch(STEERING);
  });

  test("exits 2 and says what to change when Inngest refuses", async () => {
    const detail =
      "inngest.example:8288 refused the registration (401). Set INNGEST_SIGNING_KEY=<…>, and restart.";
    const { url } = await answering(problem(502, "Not Registered", detail));
    const { code, stdout, stderr } = await sync(url);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: `roundtrip sync: ${detail}\n` });
    expect(JSON.parse((await sync(url, "--json")).stdout)).toEqual({
      status: "fail",
      exitCode: 2,
      error: detail,
    });
  });

  test.each([
    [["--url"], "--url"],
    [["--url", "http://127.0.0.1:1", "--functions"], "--functions"],
  ])("refuses %j by name", async (argv, named) => {
    const { code, stderr } = await roundtrip(["sync", ...argv], { ADMIN_TOKEN: TOKEN });
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^roundtrip sync: ${named}[^\\n]+\\n$`));
  });
});
