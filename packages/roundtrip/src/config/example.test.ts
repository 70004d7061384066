import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { fields } from "./fields.js";
import { type Env, readEnv } from "./variables.js";

const root = resolve(import.meta.dirname, "../../../..");
const read = (path: string) => readFileSync(resolve(root, path), "utf8");

interface Line {
  name: string;
  value: string;
  optional: boolean;
}
const lines: Line[] = [...read(".env.example").matchAll(/^(#?)([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(
  ([, hash, name = "", value = ""]) => ({ name, value, optional: hash === "#" }),
);
const named = lines.map((one) => one.name);

const inSchema = () => Object.keys(fields);
/** What decides whether Roundtrip's routes are open. */
const inAccess = () => [
  ...new Set(
    [
      ...read("packages/roundtrip/src/config/access-mode.ts").matchAll(
        /"((?:ADMIN|SESSION|INNGEST)_[A-Z_]+)"/g,
      ),
    ].map(([, name = ""]) => name),
  ),
  "INNGEST_DEV",
];
/** Variables that a library reads by itself, with the file of that library in which the name stands. */
const FOREIGN: Readonly<Record<string, string>> = {
  INNGEST_EVENT_KEY: "node_modules/inngest/helpers/consts.js",
  INNGEST_BASE_URL: "node_modules/inngest/helpers/consts.js",
  INNGEST_SERVE_ORIGIN: "node_modules/inngest/helpers/consts.js",
  INNGEST_ENV: "node_modules/inngest/helpers/consts.js",
  SENTRY_AUTH_TOKEN: "packages/roundtrip/src/sentry/upload.ts",
  PUBLIC_SOURCE_MAPS: "packages/roundtrip/src/sentry/upload.ts",
};

const readAs = (env: Env, name: string): unknown => Reflect.get(env, name);

test("every variable that is read stands in .env.example", () => {
  expect(inSchema().length).toBeGreaterThan(20);
  expect([...inSchema(), ...inAccess()].filter((name) => !named.includes(name))).toEqual([]);
});

test("nothing in .env.example is unknown, and nothing stands there twice", () => {
  const known = [...inSchema(), ...inAccess(), ...Object.keys(FOREIGN)];
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
  expect(named.filter((name, index) => named.indexOf(name) !== index)).toEqual([]);
  for (const [name, file] of Object.entries(FOREIGN)) expect(read(file), name).toContain(name);
});

test("a commented-out value of a variable with a default is that default", () => {
  const defaults = readEnv({});
  for (const { name, value, optional } of lines) {
    // COMMIT_TAG's default is another variable.
    if (!optional || name === "COMMIT_TAG" || readAs(defaults, name) === undefined) continue;
    expect(readAs(readEnv({ [name]: value }), name), name).toEqual(readAs(defaults, name));
  }
});

test("with every example set, and secrets of one's own, nothing is refused and nothing is closed", () => {
  const examples = Object.fromEntries(lines.map(({ name, value }) => [name, value]));
  const own = {
    ...examples,
    NODE_ENV: "production",
    SENTRY_DSN: "https://3f1c8a@o1.ingest.example.com/42",
    ADMIN_TOKEN: "Qm7xV2pLz9RkT4wYb8NcJ5hGd1FsUa3E",
    INNGEST_SIGNING_KEY: "signkey-prod-9c41e7a05d3b86f2487be1093ad5f6c2",
  };
  for (const SESSION_SECRET of ["", "eH6uB0yKj2WqXn7MvZ5rPt9LcD3gSf8A"]) {
    const { problems, blockers } = readEnv({ ...own, SESSION_SECRET });
    expect(problems).toEqual([]);
    expect(blockers).toEqual([]);
  }
});
