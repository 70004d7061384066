import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as Sentry from "@sentry/nextjs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => vi.resetModules());
const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Sentry.close();
  for (const close of closing.splice(0)) close();
});

/** An app in which a pino is installed that Sentry cannot hear, and what its own package.json asks for. */
function appWithOldPino(dependencies: Record<string, string>): void {
  const app = mkdtempSync(join(tmpdir(), "roundtrip-app-"));
  closing.push(() => rmSync(app, { recursive: true, force: true }));
  mkdirSync(join(app, "node_modules/pino"), { recursive: true });
  writeFileSync(join(app, "package.json"), JSON.stringify({ dependencies }));
  writeFileSync(join(app, "node_modules/pino/package.json"), '{"version":"9.7.0"}');
  vi.spyOn(process, "cwd").mockReturnValue(app);
}

const findings = [{ code: "version_too_old", what: expect.stringContaining("pino 9.7.0 is installed") }];

test.each([
  ["no finding where only another package brings it", { fastify: "^5.0.0" }, []],
  ["a finding where the app asks for it", { pino: "^9.0.0" }, findings],
])("an installed pino that is too old is %s", async (_title, dependencies, expected) => {
  appWithOldPino(dependencies);
  const { doctor } = await import("./gather/facts.js");
  const found = (await doctor()).findings.filter(({ code }) => code === "version_too_old");
  expect(found).toEqual(expected.map((one) => expect.objectContaining(one)));
});

test("an installed pino that is too old is a finding where a logger of the monorepo brings it, which Sentry is to hear", async () => {
  appWithOldPino({ "@shop/logger": "*" });
  Sentry.init({
    dsn: "https://0123456789abcdef@sentry.invalid/7",
    integrations: [Sentry.pinoIntegration({ error: { levels: ["error"] } })],
  });
  const { doctor } = await import("./gather/facts.js");
  expect((await doctor()).findings.map(({ code }) => code)).toContain("version_too_old");
});
