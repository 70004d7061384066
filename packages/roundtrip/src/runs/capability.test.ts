import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { mintRunId } from "./id.js";

const random = () => randomBytes(32).toString("base64url");
const SECRETS = {
  ADMIN_TOKEN: random(),
  SESSION_SECRET: random(),
  INNGEST_SIGNING_KEY: `signkey-test-${randomBytes(32).toString("hex")}`,
};

/** The environment is read once a process, so each secret gets a module of its own. */
async function withSecrets(secrets: Record<string, string>) {
  vi.resetModules();
  vi.unstubAllEnvs();
  vi.stubEnv("NODE_ENV", "production");
  for (const [name, value] of Object.entries(secrets)) vi.stubEnv(name, value);
  return import("./capability.js");
}
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a capability", () => {
  it("names its run", async () => {
    const { issueCapability, runOfCapability } = await withSecrets(SECRETS);
    const run = mintRunId();
    expect(await runOfCapability("evidence", await issueCapability("evidence", run))).toBe(run);
  });

  it("is good for one purpose", async () => {
    const { issueCapability, runOfCapability } = await withSecrets(SECRETS);
    expect(await runOfCapability("raise", await issueCapability("evidence", mintRunId()))).toBe(null);
  });

  it("is good for one run", async () => {
    const { issueCapability, runOfCapability } = await withSecrets(SECRETS);
    const mac = (await issueCapability("raise", mintRunId())).split(".")[1];
    expect(await runOfCapability("raise", `${mintRunId()}.${mac}`)).toBe(null);
  });

  it.each(["ADMIN_TOKEN", "SESSION_SECRET"])("ends when %s is rotated", async (name) => {
    const before = await withSecrets(SECRETS);
    const capability = await before.issueCapability("raise", mintRunId());
    expect(await before.runOfCapability("raise", capability)).not.toBe(null);
    const after = await withSecrets({
      ...SECRETS,
      [name]: random(),
    });
    expect(await after.runOfCapability("raise", capability)).toBe(null);
  });

  it("needs no session secret, and ends when one is stated", async () => {
    const { ADMIN_TOKEN, INNGEST_SIGNING_KEY } = SECRETS;
    const alone = await withSecrets({ ADMIN_TOKEN, INNGEST_SIGNING_KEY });
    const run = mintRunId();
    const capability = await alone.issueCapability("raise", run);
    expect(await alone.runOfCapability("raise", capability)).toBe(run);
    expect(await (await withSecrets(SECRETS)).runOfCapability("raise", capability)).toBe(null);
  });

  it("is none without a token", async () => {
    const whole = await withSecrets(SECRETS);
    const capability = await whole.issueCapability("raise", mintRunId());
    const closed = await withSecrets({ ...SECRETS, ADMIN_TOKEN: "" });
    expect(await closed.runOfCapability("raise", capability)).toBe(null);
    await expect(closed.issueCapability("raise", mintRunId())).rejects.toThrow(/ADMIN_TOKEN/);
  });

  it.each([
    ["nothing", null],
    ["an empty text", ""],
    ["a run alone", mintRunId()],
    ["a run with an empty MAC", `${mintRunId()}.`],
    ["a MAC of another length", `${mintRunId()}.${"a".repeat(63)}`],
    ["a MAC in capitals", `${mintRunId()}.${"A".repeat(64)}`],
    ["a MAC made up", `${mintRunId()}.${"a".repeat(64)}`],
    ["an id that is no run's", `${"0".repeat(32)}.${"a".repeat(64)}`],
  ])("is not %s", async (_title, given) => {
    const { runOfCapability } = await withSecrets(SECRETS);
    expect(await runOfCapability("raise", given)).toBe(null);
  });

  it("with more behind it is none", async () => {
    const { issueCapability, runOfCapability } = await withSecrets(SECRETS);
    expect(await runOfCapability("raise", `${await issueCapability("raise", mintRunId())}.x`)).toBe(null);
  });
});
