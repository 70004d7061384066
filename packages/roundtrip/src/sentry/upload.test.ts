import { describe, expect, test } from "vitest";
import { uploadFailed, uploadMissing } from "./upload.js";

const TOKEN = "sntryu_made-up-for-this-test-0123456789";
const source = { SENTRY_AUTH_TOKEN: TOKEN, SENTRY_ORG: "acme", SENTRY_PROJECT: "shop" };

describe("an upload of source maps that was asked for", () => {
  test.each([
    ["nothing is asked for without a token", {}, null],
    ["all is there", source, null],
    [
      "an organisation token names its organisation",
      { ...source, SENTRY_ORG: undefined, SENTRY_AUTH_TOKEN: "sntrys_x" },
      null,
    ],
    ["no organisation", { ...source, SENTRY_ORG: "" }, "SENTRY_ORG"],
    ["no project", { ...source, SENTRY_PROJECT: undefined }, "SENTRY_PROJECT"],
    ["neither", { SENTRY_AUTH_TOKEN: TOKEN }, "SENTRY_ORG and SENTRY_PROJECT"],
  ])("says what is missing to try it: %s", (_why, given, named) => {
    const missing = uploadMissing(given);
    if (named === null) expect(missing).toBeNull();
    else expect(missing).toContain(`but ${named} is not set`);
  });

  test.each([
    ["Failed to create release: 400 Bad Request", "COMMIT_SHA"],
    ["API request failed: 401 Unauthorized", "SENTRY_AUTH_TOKEN is not a token of this Sentry"],
    ["API request failed: 403 Forbidden", "scope org:ci"],
    ["API request failed: 404 Not Found", "SENTRY_ORG or SENTRY_PROJECT names nothing"],
    ["API request failed: 418 I'm a teapot", "Look at SENTRY_AUTH_TOKEN"],
    ["Could not auto-detect organization.", "Look at SENTRY_AUTH_TOKEN"],
  ])("stops the build where trying again does not help, and names what to change: %s", (said, named) => {
    const { message, stop } = uploadFailed(new Error(said), source);
    expect(stop).toBe(true);
    expect(message).toContain(said);
    expect(message).toContain(named);
    expect(message).toContain("unset SENTRY_AUTH_TOKEN");
  });

  test.each([
    "API request failed: 500 Internal Server Error",
    "API request failed: 503 Service Unavailable",
    "API request failed: 429 Too Many Requests",
    "API request failed: 408 Request Timeout",
    "fetch failed",
    "connect ECONNREFUSED 127.0.0.1:9",
    "getaddrinfo ENOTFOUND sentry.example.com",
    "The operation timed out",
  ])("says so and lets the build go on while Sentry is down: %s", (said) => {
    const { message, stop } = uploadFailed(new Error(said), source);
    expect(stop).toBe(false);
    expect(message).toContain("were not uploaded");
    expect(message).toContain("The build goes on");
  });

  test("never tells the token, nor more than one line", () => {
    const { message } = uploadFailed(new Error(`401 for ${TOKEN}\n    at upload (${TOKEN})`), source);
    expect(message).not.toContain(TOKEN);
    expect(message).not.toContain("\n");
  });
});
