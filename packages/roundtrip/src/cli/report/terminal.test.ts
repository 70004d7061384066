import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Step } from "#cli/testing/answers.js";
import { fakeApps, TOKEN } from "#cli/testing/app.js";
import { type Built, builtCommand } from "#cli/testing/process.js";
import type { DoctorAnswer, Finding } from "#doctor/finding.js";
import { cause } from "#verdict/causes/catalogue.js";

const { app, closeApps } = fakeApps();
let built: Built;
beforeAll(async () => {
  built = await builtCommand();
});
afterAll(() => built.remove());
afterAll(closeApps);
const runs: Record<string, Step[]> = {
  sentry: [{ verdict: "pending" }, { verdict: "pending" }, { verdict: "pass" }],
  "sentry-inngest-ignored": [
    { verdict: "pending" },
    { verdict: "fail", cause: cause("ignored_error_stored") },
  ],
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told is what is looked at
const SGR = /\u001b\[\d+m/g;
/** Lines as the terminal shows them, without the sequences that colour and move. */
const lines = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told is what is taken away
  text.split(/\r?\n/).map((line) => line.replace(/\u001b\[\d*[A-Za-z]|\r/g, ""));

describe.skipIf(process.platform !== "linux").concurrent("roundtrip verify on a terminal", () => {
  test("redraws one line a check in place while stages light up, then prints the table", async () => {
    const { url } = await app({ runs });
    const { code, stdout } = await built.onTerminal(["verify", "--url", url], { ADMIN_TOKEN: TOKEN }, 140);
    expect(code).toBe(1);
    expect(stdout).toContain("\u001b[3A");
    const shown = lines(stdout).filter((line) => /^. sentry +[●○]/.test(line));
    expect(shown.some((line) => line.includes("● captured") && line.includes("○ accepted"))).toBe(true);
    expect(shown.at(-1)).toMatch(/^✓ sentry .*● matched {2}pass 1\.2 s$/);
    expect(stdout).toMatch(SGR);
    expect(stdout).toContain("[ignored_error_stored]");
    expect(stdout).not.toContain("sentry: captured after");
  });

  test("uses no colour under NO_COLOR, and still redraws", async () => {
    const { url } = await app({ runs });
    const { stdout } = await built.onTerminal(
      ["verify", "--url", url],
      { ADMIN_TOKEN: TOKEN, NO_COLOR: "1" },
      140,
    );
    expect(stdout).not.toMatch(SGR);
    expect(stdout).toContain("\u001b[3A");
    expect(stdout).toContain("● captured");
  });

  test("draws no line wider than a narrow terminal, or redrawing would smear", async () => {
    const { url } = await app({ runs });
    const { stdout } = await built.onTerminal(["verify", "--url", url], { ADMIN_TOKEN: TOKEN }, 48);
    const live = lines(stdout.slice(0, stdout.indexOf("VERDICT")));
    expect(live.some((line) => line.includes("●●●○○○"))).toBe(true);
    expect(Math.max(...live.map((line) => line.length))).toBeLessThan(48);
  });

  test("falls back to plain lines on a dumb terminal", async () => {
    const { url } = await app({ runs });
    const { stdout } = await built.onTerminal(
      ["verify", "--url", url],
      { ADMIN_TOKEN: TOKEN, TERM: "dumb" },
      140,
    );
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toContain("sentry: captured after");
  });
});

describe.skipIf(process.platform !== "linux")("roundtrip doctor on a terminal", () => {
  test("colours and wraps", async () => {
    const finding: Finding = {
      code: "dsn_absent",
      level: "fail",
      title: "Title of dsn_absent",
      what: "What dsn_absent saw.",
      why: "Why dsn_absent matters.",
      change: "one two three four five six seven eight",
    };
    const answer = { status: "fail", findings: [finding] } satisfies DoctorAnswer;
    const { url } = await app({ instead: () => ({ status: 200, body: answer }) });
    const { code, stdout } = await built.onTerminal(["doctor", "--url", url], { ADMIN_TOKEN: TOKEN }, 40);
    expect(code).toBe(1);
    expect(stdout).toContain("\u001b[31mfail");
    const shown = lines(stdout.replace(SGR, ""));
    expect(Math.max(...shown.map((line) => line.length))).toBeLessThanOrEqual(40);
  });
});

describe("the command as a process", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends at once on %s with %i", async (signal, expected) => {
    const { url } = await app({ runs: { sentry: [{ verdict: "pending" }] } });
    const { child, done } = built.start(["verify", "--url", url, "--wait", "600"], { ADMIN_TOKEN: TOKEN });
    child.stdout.on("data", (text: string) => {
      if (text.includes("captured after")) child.kill(signal);
    });
    expect((await done).code).toBe(expected);
  });

  test("keeps its verdict when nobody reads on, as behind `| head`", async () => {
    const { url } = await app({ runs });
    const { child, done } = built.start(["verify", "--url", url], { ADMIN_TOKEN: TOKEN });
    child.stdout.once("data", () => child.stdout.destroy());
    const { code, stderr } = await done;
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });
});
