import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import manifest from "@/packages/roundtrip/package.json";

const ROOT = resolve(import.meta.dirname, "..");
const PACKAGE = join(ROOT, "packages/roundtrip");
const NAME = manifest.name;
const ROOMS = readdirSync(join(PACKAGE, "src"));

const below = (folder: string, pattern: RegExp) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .map((name) => `${folder}/${name}`)
    .filter((name) => pattern.test(name));
/** What tells people to import something: the pages, the causes and the findings of the doctor. */
const TEXTS = [
  "README.md",
  ...below("docs", /\.md$/),
  ...below("packages/roundtrip/src/verdict/causes", /(?<!\.test)\.ts$/),
  ...below("packages/roundtrip/src/doctor/findings", /(?<!\.test)\.ts$/),
].map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));

/** The source behind a name that hosts import; null where the package has none of that name. */
function sourceOf(specifier: string): string | null {
  const entry: unknown = Reflect.get(manifest.exports, `.${specifier.slice(NAME.length)}`);
  if (typeof entry === "string") return "";
  const source: unknown = entry && Reflect.get(entry, "@roundtrip/source");
  const file: unknown = typeof source === "object" && source ? Reflect.get(source, "default") : source;
  if (typeof file !== "string") return null;
  const path = ["ts", "tsx"].map((end) => join(PACKAGE, file.replace(/js$/, end))).find(existsSync);
  return path ? readFileSync(path, "utf8") : null;
}

const namesIn = (list: string) =>
  list
    .split(",")
    .map((one) => one.trim().split(/\s+as\s+/)[0] ?? "")
    .filter(Boolean);

/** `import { name } from "…"` and `export { name } from "…"`; `name(…) of …`, as sentences have it. */
const CLAIMS = TEXTS.flatMap(({ path, text }) => [
  ...[...text.matchAll(/\b(?:import|export) \{([^}]+)\} from "(@roundtrip\/next[\w/.-]*)"/g)].flatMap(
    ([, list = "", from = ""]) => namesIn(list).map((name) => ({ path, name, from })),
  ),
  ...[...text.matchAll(/\b(\w+)\([^()]*\)[\],;]* (?:of|from|\/\/ from) \\?"?(@roundtrip\/next[\w/]*)/g)].map(
    ([, name = "", from = ""]) => ({ path, name, from }),
  ),
]);

test("people are told to import something, in the pages, in causes and in findings", () => {
  const places = new Set(CLAIMS.map(({ path }) => path.split("/")[0]));
  expect([...places]).toEqual(expect.arrayContaining(["docs", "packages"]));
  expect(new Set(CLAIMS.map(({ name }) => name))).toEqual(
    new Set([...CLAIMS.map(({ name }) => name), "waitUntilSent", "traceSampler", "roundtripIntegration"]),
  );
});

test.each(CLAIMS)("$path: $name is there to be imported from $from", ({ name, from }) => {
  const source = sourceOf(from);
  expect(source, `${from} is not among the exports of ${NAME}`).not.toBeNull();
  const exported = new RegExp(
    `export (?:async )?(?:const|function|class) ${name}\\b|export \\{[^}]*\\b${name}\\b[^}]*\\}`,
  );
  expect(name === "default" ? /export (default|\{ default)/ : exported).toSatisfy((one: RegExp) =>
    one.test(source ?? ""),
  );
});

test.each(TEXTS.filter(({ path }) => path.endsWith(".md")))(
  "$path names no path that only this repository has",
  ({ text }) => {
    const inside = [...text.matchAll(/from "(?:@\/|#)([^"]+)"/g)].map(([, from = ""]) => from);
    // An app has folders of its own, and roundtrip.ts.
    expect(inside.filter((from) => ROOMS.includes(from.split("/")[0] ?? ""))).toEqual([]);
  },
);

test.each(TEXTS.filter(({ path }) => path.endsWith(".ts")))(
  "$path names no file of this repository's packages",
  ({ text }) => {
    expect(text).not.toContain("packages/roundtrip");
  },
);
