import { describe, expect, it } from "vitest";
import { secretValues } from "./secrets.js";

describe("secretValues", () => {
  it.each([
    ["ADMIN_TOKEN"],
    ["SESSION_SECRET"],
    ["SENTRY_API_TOKEN"],
    ["INNGEST_EVENT_KEY"],
    ["AWS_SECRET_ACCESS_KEY"],
    ["SMTP_PASSWORD"],
    ["DB_PASS"],
    ["SECRET_KEY_BASE"],
    ["ALERT_WEBHOOK_URL"],
    ["HEARTBEAT_URL"],
    ["SLACK_WEBHOOK"],
    ["npm_config_//registry.example/:_authToken"],
  ])("takes the value of %s for a secret", (name) => {
    expect(secretValues({ [name]: "cnryR4nd0mValue" })).toEqual(["cnryR4nd0mValue"]);
  });

  it.each([
    ["NEXT_PUBLIC_API_KEY", "cnryR4nd0mValue"],
    ["SENTRY_DSN", "https://abc123@o1.ingest.sentry.io/2"],
    ["SENTRY_ENVIRONMENT", "production-eu-1"],
    ["COOKIE_DOMAIN", "www.example.com"],
    ["TOKEN_ISSUER", "https://id.example.com"],
    ["SSH_AUTH_SOCK", "/tmp/ssh-1/agent.1"],
    ["PWD", "/srv/app/current"],
    ["COMMIT_SHA", "7d8f9a1b2c3d4e5f60718293a4b5c6d7e8f90a1b"],
    ["DB_PASSWORD", "postgres"],
    ["DB_PASSWORD", "short"],
    ["ADMIN_TOKEN", ""],
  ])("takes %s=%s for none", (name, value) => {
    expect(secretValues({ [name]: value })).toEqual([]);
  });

  it("finds passwords inside addresses, as they stand there and decoded", () => {
    expect(secretValues({ DATABASE_URL: "postgres://app:p%40ss-w0rd@db:5432/app" })).toEqual([
      "p%40ss-w0rd",
      "p@ss-w0rd",
    ]);
  });

  it("knows a signing key without its prefix too", () => {
    const key = "signkey-prod-0a1b2c3d4e5f";
    expect(secretValues({ INNGEST_SIGNING_KEY: key })).toEqual([key, "0a1b2c3d4e5f"]);
  });

  it("takes secrets in the query of an address, whatever the variable is called", () => {
    expect(
      secretValues({ STORE_URL: "libsql://runs.example?authToken=fake-Token-1%2F2&tls=1" }).sort(),
    ).toEqual(["fake-Token-1%2F2", "fake-Token-1/2"].sort());
    expect(secretValues({ ANY_ADDRESS: "https://a.example/?page=long-enough-value" })).toEqual([]);
  });

  it("takes path and query of a webhook's address for secrets too, each by itself", () => {
    const url = "https://chat.example.com/hooks/fake0123456789abcdef?key=fake-query-1234";
    expect(secretValues({ ALERT_WEBHOOK_URL: url }).sort()).toEqual(
      [
        url,
        "/hooks/fake0123456789abcdef?key=fake-query-1234",
        "/hooks/fake0123456789abcdef",
        "key=fake-query-1234",
        "fake-query-1234",
        "fake0123456789abcdef",
      ].sort(),
    );
    expect(secretValues({ HEARTBEAT_URL: "https://ping.example.com/" })).toEqual([
      "https://ping.example.com/",
    ]);
  });
});
