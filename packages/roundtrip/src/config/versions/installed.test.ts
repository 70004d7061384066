import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { NEEDED, tooOld } from "#checks/versions.js";
import { ROOT } from "@/local/root";
import { asksFor, installedVersions } from "./installed.js";
import { pinoVersion, runningVersions } from "./running.js";

const folders: string[] = [];
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
});

function folder(installed: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "roundtrip-installed-"));
  folders.push(root);
  for (const [name, text] of Object.entries(installed)) {
    mkdirSync(join(root, "node_modules", name), { recursive: true });
    writeFileSync(join(root, "node_modules", name, "package.json"), text);
  }
  return root;
}

test("what is installed here is what runs here, and new enough", () => {
  const versions = installedVersions(ROOT);
  expect(Object.keys(versions)).toEqual(NEEDED.map(({ name }) => name));
  expect(versions).toEqual({ ...runningVersions(), pino: pinoVersion() });
  expect(tooOld(versions)).toEqual([]);
});

test("packages above an app's own folder are found, and the nearest counts", () => {
  const root = folder({ zod: '{"version":"3.25.76"}', pino: '{"version":"9.7.0"}' });
  const app = join(root, "apps", "shop");
  mkdirSync(join(app, "node_modules", "zod"), { recursive: true });
  writeFileSync(join(app, "node_modules", "zod", "package.json"), '{"version":"4.1.0"}');
  expect(installedVersions(app)).toMatchObject({ zod: "4.1.0", pino: "9.7.0" });
  expect(tooOld(installedVersions(app)).map(({ name }) => name)).toEqual(["pino"]);
});

test.each(["", "{", "[]", '{"version":4}', "null"])(
  "a package.json that says nothing is no finding: %j",
  (text) => {
    expect(tooOld(installedVersions(folder({ zod: text, pino: text })))).toEqual([]);
  },
);

test.each([
  ['{"dependencies":{"pino":"^10.0.0"}}', true],
  ['{"devDependencies":{"pino":"^10.0.0"}}', true],
  ['{"dependencies":{"fastify":"^5.0.0"}}', false],
  ['{"dependencies":{"pino-pretty":"^13.0.0"}}', false],
  ['{"dependencies":["pino"]}', false],
  ['{"dependencies":null}', false],
  ["{", false],
  ["null", false],
  [null, false],
])("an app asks for pino itself only where its package.json says so: %j", (text, asks) => {
  const root = folder({ pino: '{"version":"9.7.0"}' });
  if (text !== null) writeFileSync(join(root, "package.json"), text);
  expect(asksFor(root, "pino")).toBe(asks);
});
