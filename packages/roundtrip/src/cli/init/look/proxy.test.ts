import { afterAll, describe, expect, test } from "vitest";
import { contentOf, FRESH, hostFolders } from "#cli/init/testing/hosts.js";
import { roundtrip } from "#cli/testing/shell.js";

const { lay, clear } = hostFolders();
afterAll(clear);
const init = (root: string, ...words: string[]) =>
  roundtrip(["init", "--dir", root, "--no-install", ...words]);

describe("of a proxy of the app's own it prints the lines", () => {
  const LINE = String.raw`if (/^\/(api\/health\/sentry[^/]*|admin\/sentry)(\/|$)/.test(request.nextUrl.pathname)) return NextResponse.next();`;
  const IMPORT = 'import { NextResponse } from "next/server";';
  const WRAP = 'import { withRoundtripProxy } from "@roundtrip/next/proxy";';
  const head = `import { type NextRequest, NextResponse } from "next/server";\n`;

  test.each<[string, string, string, readonly string[]]>([
    ["a function", "proxy.ts", `${head}export function proxy(request: NextRequest) {}\n`, [LINE]],
    [
      "an arrow",
      "middleware.ts",
      `${head}export const middleware = async (request: NextRequest) => {};\n`,
      [LINE],
    ],
    [
      "one that calls its request otherwise",
      "proxy.ts",
      `${head}export default function (asked: NextRequest) {}\n`,
      [LINE.replace("request.", "asked.")],
    ],
    ["one without NextResponse", "proxy.ts", "export function proxy(request: Request) {}\n", [IMPORT, LINE]],
    [
      "one that another function makes",
      "proxy.ts",
      `import create from "next-intl/middleware";\nexport default create({});\n`,
      [WRAP, "export default withRoundtripProxy(yours);"],
    ],
    [
      "one with a name that another function makes",
      "middleware.ts",
      `import { create } from "./create";\nexport const middleware = create();\n`,
      [WRAP, "export const middleware = withRoundtripProxy(yours);"],
    ],
    [
      "one whose request is taken apart",
      "proxy.ts",
      `${head}export function proxy({ nextUrl }: NextRequest) {}\n`,
      [WRAP, "export const proxy = withRoundtripProxy(yours);"],
    ],
  ])("%s", async (_what, path, text, lines) => {
    const root = lay({ ...FRESH, [path]: text });
    const { code, stdout } = await init(root, "--yes");
    expect(code).toBe(0);
    const [, printed = ""] =
      new RegExp(`^${path}: where it redirects .*:\n((?:  .*\n)+)`, "m").exec(stdout) ?? [];
    expect(printed.trimEnd().split("\n")).toEqual(lines.map((line) => `  ${line}`));
    expect(contentOf(root)[path]).toBe(text);
  });

  test("with the mount points that the app has", async () => {
    const root = lay({
      ...FRESH,
      "next.config.ts": `import { withRoundtrip } from "@roundtrip/next/config";\nexport default withRoundtrip({}, { mount: { pages: "/a.b/errors" } });\n`,
      "proxy.ts": `${head}export function proxy(request: NextRequest) {}\n`,
    });
    expect((await init(root, "--yes")).stdout).toContain(String.raw`|a\.b\/errors)(\/|$)/`);
  });

  test("and lets the pages pass that raise errors, where the server visits one", async () => {
    const root = lay({ ...FRESH, "proxy.ts": `${head}export function proxy(request: NextRequest) {}\n` });
    const { stdout } = await init(root, "--yes", "--checks", "sentry,sentry-stream");
    expect(stdout).toContain(String.raw`[^/]*|admin\/sentry|admin\/checks)(\/|$)/`);
  });

  test("and the line admits what is Roundtrip's, and nothing beside it", () => {
    const [, pattern = ""] = /if \(\/(.*)\/\.test/.exec(LINE) ?? [];
    const admits = (path: string) => new RegExp(pattern).test(path);
    const ours = [
      "/admin/sentry",
      "/admin/sentry/",
      "/admin/sentry/sign-in",
      "/api/health/sentry",
      "/api/health/sentry-extra/",
      "/api/health/sentry/runs/1",
    ];
    const theirs = [
      "/",
      "/admin",
      "/admin/sentry-of-theirs",
      "/api/health",
      "/api/health/db",
      "/en/admin/sentry",
      "/api/healthy",
    ];
    expect(ours.filter((path) => !admits(path))).toEqual([]);
    expect(theirs.filter(admits)).toEqual([]);
  });
});
