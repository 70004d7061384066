import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { CATALOGUE } from "#checks/catalogue.js";
import * as below from "#next/addresses.js";
import { CAUSES } from "#verdict/causes/catalogue.js";
import { EvidenceSchema, ReadFailureSchema } from "#verdict/evidence/kinds.js";
import manifest from "@/package.json";
import { pages, withChecks } from "./generate";

const ROOT = resolve(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const FOLDERS = "app bench docs e2e inngest local packages .ci .github".split(" ");
const FILES = FOLDERS.filter((folder) => existsSync(join(ROOT, folder))).flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .map((name) => `${folder}/${name}`)
    .filter((name) => !/\/(dist|node_modules)\//.test(name)),
);
/** Pages may name a file of the product from its room on. */
const PRODUCT = "packages/roundtrip/src/";
const ROOMS = readdirSync(join(ROOT, PRODUCT));
const PAGES = [...readdirSync(ROOT), ...FILES].filter((file) => /^(docs\/.+|[^/]+)\.md$/.test(file));

const all = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? match[0])),
];
const withoutFences = (text: string) => text.replace(/^```[\s\S]*?^```/gm, "");
/** What stands in backticks outside code blocks. */
const code = (text: string) => all(withoutFences(text), /`([^`\n]+)`/g);

/** A repository path: below one of our folders, or a file's name alone. Stars stand for anything but slashes. */
function isMissing(path: string): boolean {
  const [top = ""] = path.split("/");
  const alone = !path.includes("/");
  const inRoom = !alone && ROOMS.includes(top);
  const ours = alone ? /\.(tsx?|mts|mjs|md)$/.test(path) : inRoom || FOLDERS.includes(top);
  if (!ours || /[\s<>{}]/.test(path)) return false;
  if (existsSync(join(ROOT, path)) || (inRoom && existsSync(join(ROOT, PRODUCT, path)))) return false;
  const pattern = new RegExp(
    `${alone ? "/" : "^"}${path.replace(/[.[\]]/g, "\\$&").replaceAll("*", "[^/]*")}$`,
  );
  return !FILES.some((file) => pattern.test(file));
}

/** GitHub's anchor of a heading. */
const anchor = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
const anchors = (path: string) => all(withoutFences(read(path)), /^#{1,6} (.+)$/gm).map(anchor);

function isBroken(page: string, target: string): boolean {
  if (/^(https?|mailto):/.test(target)) return false;
  const [path = "", fragment] = target.split("#");
  const file = path === "" ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, file))) return true;
  return fragment !== undefined && !anchors(file).includes(fragment);
}

/** Blocks that begin with a file's name: that file, as it is. */
const QUOTED = /^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm;

/** npx looks a bare name up in the registry; with --package it takes the command from that package. */
const runsStranger = (command: string): boolean => !/--package \S+\.tgz roundtrip\b/.test(command);

/** Addresses of the app: by its folders, of which `[id]` stands for one segment, and below its two catch-all routes. */
const ROUTES = [
  ...FILES.filter((file) => /^app\/.*(route|page)\.tsx?$/.test(file) && !file.includes("[...")).map((file) =>
    dirname(file)
      .replace(/^app\/?/, "")
      .replace(/\[\w+\]/g, "*"),
  ),
  ...below.ROUTES.map((path) => `api/health/${path}`),
  // Of a check, in an app that has the place of which it speaks.
  ...CATALOGUE.map(({ path }) => path.slice(1)),
  ...below.PAGES.map((path) => (path ? `admin/sentry/${path}` : "admin/sentry")),
].map((path) => new RegExp(`^/${path.replaceAll("*", "[^/]+")}$`));
const isNowhere = (address: string) => {
  const path = address.split(/[?#]/)[0] ?? "";
  return /^\/(api|admin)\//.test(path) && !/[…*]/.test(path) && !ROUTES.some((route) => route.test(path));
};

/** Lower-case words with underscores are causes, kinds of evidence, or one of these words of others. */
const FOREIGN_WORDS = [
  "event_id",
  "commit_tag",
  "event_processor",
  "api_key",
  "node_modules",
  "deployment_status",
  "https_proxy",
  "http_proxy",
  "no_proxy",
];
const WORDS = new Set([
  ...Object.keys(CAUSES),
  ...EvidenceSchema.options.map((one) => one.shape.kind.value),
  ...ReadFailureSchema.options,
  ...FOREIGN_WORDS,
]);

/** Variables that other programs define, those of the browser tests, and the command's own. */
const FOREIGN_VARIABLES = [
  "GITHUB_ACTIONS",
  "GITHUB_SHA",
  "NO_COLOR",
  "E2E_BASE_URL",
  "E2E_ADMIN_TOKEN",
  "CHROME_PATH",
  "PEER_INNGEST_URL",
  "PEER_INNGEST_SIGNING_KEY",
  "PEER_INNGEST_EVENT_KEY",
  "PEER_APP_PORT",
  // Codes of the network, as findings and causes name them.
  "PROXY_403",
  "PROXY_CLOSED",
  "AWS_LAMBDA_FUNCTION_NAME",
  "K_SERVICE",
  "FUNCTIONS_WORKER_RUNTIME",
  // Read by the files that init writes.
  "NEXT_PUBLIC_SENTRY_DSN",
  // Of the workflow that publishes.
  "NPM_TOKEN",
];
const VARIABLES = new Set([...all(read(".env.example"), /^#?([A-Z][A-Z0-9_]+)=/gm), ...FOREIGN_VARIABLES]);
const OPTIONS = new Set(
  ["compose.yaml", ...FILES.filter((file) => /^(bench|e2e|local|packages)\/.*\.ts$/.test(file))].flatMap(
    (file) => all(read(file), /--[a-z][a-z-]+/g),
  ),
);

describe.each(PAGES)("%s", (page) => {
  const text = read(page);

  test("names paths that exist", () => {
    const run = all(text, /\bnpx tsx (\S+\w)/g);
    expect([...code(text), ...run].filter(isMissing)).toEqual([]);
  });

  test("names npm scripts that exist", () => {
    const scripts = all(text, /\bnpm run (?:-s )?([\w:-]+)/g);
    if (/\bnpm (test|start)\b/.test(text)) scripts.push("test", "start");
    expect(scripts.filter((one) => !(one in manifest.scripts))).toEqual([]);
  });

  test.skipIf(page === "CHANGELOG.md")("uses plain words", () => {
    const prose = withoutFences(text).replace(/`[^`]*`/g, "");
    expect(
      all(prose, /\b(?:told|stands|stood|whoever)\b(?!-)|the way of|came to nothing|watchmen/gi),
    ).toEqual([]);
  });

  test("never runs the stranger's package that npm has under the command's name", () => {
    expect(all(text, /\b(npx (?:--?\S+ (?:\S+ )?)*roundtrip\b[^\n`]*)/g).filter(runsStranger)).toEqual([]);
  });

  test("links to pages, headings and images that exist", () => {
    const links = all(withoutFences(text), /\]\(([^)\s]+)\)/g);
    const images = all(text, /(?:src|srcset)="([^"]+)"/g);
    expect([...links, ...images].filter((target) => isBroken(page, target))).toEqual([]);
  });

  test("names causes and kinds of evidence that exist", () => {
    const words = code(text).filter((one) => /^[a-z]+(_[a-z]+)+$/.test(one));
    expect(words.filter((one) => !WORDS.has(one))).toEqual([]);
  });

  test("names addresses that the app answers", () => {
    expect(
      code(text)
        .map((one) => one.replace(/^(GET|POST|DELETE) /, ""))
        .filter(isNowhere),
    ).toEqual([]);
  });

  test("names variables and options that are read", () => {
    const words = code(text).flatMap((one) => one.split(/[\s,=]+/));
    const variables = words.filter((one) => /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(one));
    expect(variables.filter((one) => !VARIABLES.has(one))).toEqual([]);
    const options = words.filter((one) => /^--[a-z][a-z-]+$/.test(one));
    expect(options.filter((one) => !OPTIONS.has(one))).toEqual([]);
  });
});

test.each(Object.entries(pages()))("%s is what docs/generate.ts writes", (path, text) => {
  expect(read(path), "run npm run docs").toBe(text);
});

test("every variable of .env.example, and every one that names a proxy, stands in docs/variables.md", () => {
  const rows = read("docs/variables.md")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .join("\n");
  const names = [
    ...all(read(".env.example"), /^#?([A-Z][A-Z0-9_]+)=/gm),
    "http_proxy",
    "https_proxy",
    "no_proxy",
  ];
  expect(names.filter((name) => !rows.includes(`\`${name}\``))).toEqual([]);
});

test("what docs/own-checks.md quotes is what this app's files say", () => {
  const quoted = [...read("docs/own-checks.md").matchAll(QUOTED)];
  expect(quoted).toHaveLength(4);
  for (const [, path = "", text] of quoted) expect(text, path).toBe(read(path));
});

test("the table of checks replaces what stood there, and needs its place", () => {
  const before = "# A\n<!-- checks: here -->\noutdated row\n<!-- /checks -->\nend";
  expect(withChecks(before)).not.toContain("outdated row");
  expect(withChecks(withChecks(before))).toBe(withChecks(before));
  expect(() => withChecks("# A\n")).toThrow(/README/);
});

test("docs/adopt.md names every subpath that can be imported, and no other", () => {
  const exported = ["roundtrip", "stand-ins"].flatMap((folder) => {
    const { name, exports } = JSON.parse(read(`packages/${folder}/package.json`));
    return Object.keys(exports).map((key) => `${name}${key.slice(1)}`);
  });
  const [, section = ""] = read("docs/adopt.md").split("## What your files can import");
  const named = all(section.split("\n## ")[0] ?? "", /`(@roundtrip\/[^`]+)`/g);
  expect(named.filter((one) => one !== "@roundtrip/stand-ins").sort()).toEqual(exported.sort());
});
