import { describe, expect, test } from "vitest";
import { parseVerifyArgs } from "./args.js";

const complaint = (argv: string[], env: Record<string, string> = {}): string => {
  try {
    parseVerifyArgs(argv, { NODE_ENV: "test", ...env });
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "";
};
const tokenOf = (argv: string[], env: Record<string, string>) =>
  parseVerifyArgs(["--url", "http://127.0.0.1", ...argv], { NODE_ENV: "test", ...env }).options.token;

describe("the arguments of roundtrip verify", () => {
  test.each([
    [[] as string[], "--url: is missing"],
    [["--url", "app.example"], "--url: is not an http(s) address"],
    [["--url", "http://user:hunter2@127.0.0.1"], "--url: must not hold a user name"],
    [["--url", "http://127.0.0.1/?a=hunter2"], "--url: must not hold a query"],
    [["--url", "http://127.0.0.1", "--wait", "soon"], "--wait: must be seconds from 0 to 3600"],
    [["--url", "http://127.0.0.1", "--wait=-1"], "--wait: must be seconds"],
    [["--url", "http://127.0.0.1", "--checks", " , "], "--checks: is empty"],
    [["--url", "http://127.0.0.1", "--checks", "../runs"], "--checks: a name has lower-case letters"],
    [["--url", "http://127.0.0.1", "--expect-release", ""], "--expect-release: is empty"],
    [["--url", "http://127.0.0.1", "--canary", "--checks", "sentry"], "--canary: fires what CANARY_CHECKS"],
    [["--url", "http://127.0.0.1", "--canary", "--wait-for-release", "a1"], "Leave out --checks, --expect"],
    [["--url", "http://127.0.0.1", "--token", "hunter2\nhunter2"], "--token: holds characters"],
    [["--url", "http://127.0.0.1", "hunter2"], "takes options only"],
    [["--url", "http://127.0.0.1", "--tokn=hunter2"], "--tokn: there is no such option"],
    [
      ["--url", "http://127.0.0.1", "--token", "--json"],
      "--token: its value is missing, or begins with a dash",
    ],
  ])("%j are refused by name, in one line, and never repeated", (argv, words) => {
    expect(complaint(argv)).toContain(words);
    expect(complaint(argv)).not.toMatch(/hunter2|\n/);
  });

  test("a token comes from --token, else from ADMIN_TOKEN, without the line break of its file", () => {
    expect(tokenOf([], { ADMIN_TOKEN: "from-env\n" })).toBe("from-env");
    expect(tokenOf(["--token", "from-flag"], { ADMIN_TOKEN: "from-env" })).toBe("from-flag");
    expect(tokenOf(["--token=-starts-with-a-dash"], {})).toBe("-starts-with-a-dash");
    expect(tokenOf([], { ADMIN_TOKEN: "" })).toBeNull();
    expect(complaint(["--url", "http://127.0.0.1"], { ADMIN_TOKEN: "hunter2 hunter2" })).toMatch(
      /^ADMIN_TOKEN: holds/,
    );
  });

  test("names of checks may be separated by commas, spaces and repetition", () => {
    const { options } = parseVerifyArgs(
      ["--url", "http://a", "--checks", "sentry, sentry-extra,", "--checks", "sentry-inngest"],
      {
        NODE_ENV: "test",
      },
    );
    expect(options.checks).toEqual(["sentry", "sentry-extra", "sentry-inngest"]);
  });
});
