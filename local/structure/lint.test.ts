import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../root";

const SRC = "packages/roundtrip/src";
const BIOME = join(ROOT, "node_modules/@biomejs/biome/bin/biome");

/** Folder of the importing file, what it imports, and whether that is allowed. */
const CASES: readonly [folder: string, specifier: string, allowed: boolean][] = [
  [`${SRC}/checks`, "zod", true],
  [`${SRC}/checks/schedule`, "#checks/check.js", true],
  [`${SRC}/checks`, "#verdict/run.js", false],
  [`${SRC}/checks`, "node:fs", false],
  [`${SRC}/verdict/judge`, "#checks/check.js", true],
  [`${SRC}/verdict/judge`, "#network/ask.js", false],
  [`${SRC}/verdict/judge`, "node:crypto", false],
  [`${SRC}/state`, "@sentry/nextjs", true],
  [`${SRC}/state`, "#log/logger.js", false],
  [`${SRC}/network`, "#verdict/run.js", true],
  [`${SRC}/network`, "#doctor/facts.js", false],
  [`${SRC}/store/redis`, "#runs/id.js", false],
  [`${SRC}/sentry/read`, "@/local/root", false],
  [`${SRC}/inngest/api`, "#network/testing/server.js", false],
  [`${SRC}/inngest/api`, "./testing/server.js", false],
  [`${SRC}/runs/follow`, "#inngest/api/client.js", true],
  [`${SRC}/runs/follow`, "#access/guard.js", false],
  [`${SRC}/watch`, "#runs/id.js", true],
  [`${SRC}/watch`, "#next/start.js", false],
  [`${SRC}/doctor/gather`, "#ui/parts/button.js", false],
  [`${SRC}/next/routes`, "#doctor/facts.js", true],
  [`${SRC}/ui/checks`, "#cli/text.js", false],
  [`${SRC}/cli/doctor`, "#doctor/finding.js", true],
  [`${SRC}/cli/doctor`, "#doctor/gather/facts.js", false],
  [`${SRC}/cli/verify`, "#verdict/answer.js", true],
  [`${SRC}/cli/verify`, "#doctor/finding.js", false],
  [`${SRC}/cli`, "#runs/id.js", false],
  ["packages/stand-ins/src/sentry", "@roundtrip/next/sentry", false],
  ["packages/stand-ins/src/sentry", "@roundtrip/next/stand-ins", true],
  ["app/api/check", "@roundtrip/next/inngest", true],
  ["app/api/check", "#runs/id.js", false],
  ["app/api/check", "@/packages/roundtrip/src/runs/id", false],
  ["app/api/check", "@roundtrip/stand-ins/sentry", false],
  ["app/api/check", "@roundtrip/next/store/testing/stores", false],
  [".", "#runs/id.js", false],
  [".", "@roundtrip/next/proxy", true],
  ["e2e/stack", "#store/testing/redis.js", true],
  ["local", "#checks/check.js", true],
];

/** What biome says of each file of a repository with these files and our rules. */
async function lint(files: Readonly<Record<string, string>>): Promise<Map<string, string>> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "roundtrip-lint-")));
  try {
    await copyFile(join(ROOT, "biome.json"), join(directory, "biome.json"));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    const args = ["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none", "."];
    const stdout = await new Promise<string>((resolve) => {
      execFile(process.execPath, [BIOME, ...args], { cwd: directory }, (_error, out) => resolve(out));
    });
    const { diagnostics } = JSON.parse(stdout);
    const said = new Map<string, string>();
    for (const { location, ...rest } of diagnostics)
      said.set(location.path.replace(/^\.\//, ""), JSON.stringify(rest));
    return said;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const fileOf = ([folder]: (typeof CASES)[number], i: number) => join(folder, `case${i}.ts`);

describe("import directions", () => {
  let said: Map<string, string>;
  beforeAll(async () => {
    const importing = (specifier: string) => `import { x } from "${specifier}";\nexport const y = x;\n`;
    const files = CASES.map((one, i) => [fileOf(one, i), importing(one[1])] as const);
    said = await lint(Object.fromEntries(files));
  });

  test.each(CASES.map((one, i) => [...one, fileOf(one, i)] as const))(
    "%s importing %s: allowed is %s",
    (_folder, _specifier, allowed, file) => {
      const found = said.get(file) ?? "";
      expect(found.includes("noRestrictedImports"), found).toBe(!allowed);
    },
  );
});
