import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { adopt } from "./adopt";

let app: string;
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(app, path)), { recursive: true });
  writeFileSync(join(app, path), text);
};
const read = (path: string) => readFileSync(join(app, path), "utf8");
/** As create-next-app leaves it, in as far as it matters here. */
function fresh(base: string) {
  put("package.json", '{"name":"shop","dependencies":{"next":"16.4.3","zod":"3.25.0"}}');
  put("tsconfig.json", `{"compilerOptions":{"paths":{"@/*": [\n"./${base}*"]}}}`);
  put(`${base}app/layout.tsx`, "export default null;");
}
beforeEach(() => {
  app = mkdtempSync(join(tmpdir(), "roundtrip-adopt-"));
});
afterEach(() => rmSync(app, { recursive: true, force: true }));

/** What a file imports of this app; sentences that speak of an import stand in backticks. */
function imports(text: string): string[] {
  const code = text.replace(/`[^`]*`/g, "").replace(/'[^'\n]*'/g, "");
  const found = code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"((?:\.|@\/)[^"]*)"/g);
  return [...found].map(([, target = ""]) => target);
}

/** Imports of the copied files that lead nowhere. */
function dangling(base: string): string[] {
  const names = readdirSync(app, { recursive: true, encoding: "utf8" });
  const there = new Set(names);
  return names
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((file) =>
      imports(read(file)).flatMap((target) => {
        const path = target.startsWith("@/") ? join(base, target.slice(2)) : join(dirname(file), target);
        const ends = /\.(css|json)$/.test(path) ? [""] : [".ts", ".tsx", "/index.ts"];
        return ends.some((end) => there.has(path + end)) ? [] : [`${file}: ${target}`];
      }),
    );
}

describe.each(["", "src/"])("a fresh app with its routes in %sapp", (base) => {
  test("gets files that import each other, no tests, and the packages that they import", async () => {
    fresh(base);
    const { written, merge, added, other } = await adopt(app);
    expect(written).toContain(`${base}roundtrip/checks/judge.ts`);
    expect(written).toContain(`${base}app/api/health/sentry/route.ts`);
    expect(written).toContain(`${base}app/admin/error.tsx`);
    expect(written.filter((path) => /\.test\.|testing/.test(path))).toEqual([]);
    expect(dangling(base)).toEqual([]);
    expect(merge).toEqual([]);
    expect(added.map((one) => one.split(" ")[0])).toEqual(
      expect.arrayContaining(["@sentry/nextjs", "inngest", "pino"]),
    );
    expect(other.join()).toContain("zod 3.25.0 (tried with");
    expect(JSON.parse(read("package.json")).dependencies).toMatchObject({
      next: "16.4.3",
      zod: "3.25.0",
      inngest: expect.any(String),
    });
  });
});

describe("an app that is no fresh one", () => {
  test("keeps its own files; ours are laid beside them, under no name that is compiled", async () => {
    fresh("");
    put("proxy.ts", "export const proxy = 1;");
    put("instrumentation.ts", "export const register = 1;");
    const { merge } = await adopt(app);
    expect(merge).toEqual([
      { theirs: "instrumentation.ts", ours: "roundtrip/merge/instrumentation.ts.txt" },
      { theirs: "proxy.ts", ours: "roundtrip/merge/proxy.ts.txt" },
    ]);
    expect([read("proxy.ts"), read("instrumentation.ts")]).toEqual([
      "export const proxy = 1;",
      "export const register = 1;",
    ]);
    expect(read("roundtrip/merge/proxy.ts.txt")).toContain("@/roundtrip/server/proxy");
  });

  test("keeps its Server Actions and its routes that take files: our proxy refuses them in our own app alone", async () => {
    fresh("");
    await adopt(app);
    expect(read("proxy.ts")).toContain('"/admin/checks/:path*",\n  ],');
    expect(read("proxy.ts")).not.toMatch(/next-action|multipart/);
  });

  test("keeps its own error boundary in force on Roundtrip's pages, since that is what must report", async () => {
    fresh("");
    put("app/error.tsx", "export default () => null;");
    expect((await adopt(app)).written).not.toContain("app/admin/error.tsx");
  });

  test.each([
    ["nothing is there", () => undefined, "package.json"],
    ["it has no App Router", () => put("package.json", "{}"), "app/"],
    [
      "the alias leads elsewhere",
      () => {
        fresh("");
        put("tsconfig.json", '{"paths":{"@/*":["./lib/*"]}}');
      },
      '"@/*": ["./*"]',
    ],
    [
      "it was done before",
      () => {
        fresh("");
        put("roundtrip/x.ts", "");
      },
      "roundtrip is there already",
    ],
    [
      "a route of that name exists",
      () => {
        fresh("");
        put("app/admin/login/page.tsx", "");
      },
      "app/admin/login/page.tsx",
    ],
  ])("is left as it is when %s, and told why", async (_why, prepare, named) => {
    prepare();
    const before = readdirSync(app, { recursive: true }).sort();
    await expect(adopt(app)).rejects.toThrow(named);
    expect(readdirSync(app, { recursive: true }).sort()).toEqual(before);
  });
});
