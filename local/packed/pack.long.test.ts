import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPackages } from "../packages/build";
import { dependencyCount, type Installed, install, subpaths } from "./install";
import { type Packed, pack } from "./pack";

/** Without them much of the product loads; what a host that has them imports needs them. */
const OPTIONAL = ["inngest", "ioredis", "pino"];
/** What every host has: the command needs none of it, so that a manifest may call them optional. */
const HOST = ["@sentry/nextjs", "next", "react", "react-dom"];
const TOOLS = ["typescript", "@types/node", "@types/react"];

let product: Packed;
let standIns: Packed;
let host: Installed;
let tarballs: string;

beforeAll(async () => {
  await buildPackages();
  tarballs = await mkdtemp(join(tmpdir(), "roundtrip-tarballs-"));
  [product, standIns] = await Promise.all([pack("roundtrip", tarballs), pack("stand-ins", tarballs)]);
  host = await install([product, standIns], [...HOST, ...OPTIONAL, ...TOOLS]);
  for (const packed of [product, standIns]) {
    const { manifest, size, unpackedSize, files } = packed;
    const kb = (bytes: number) => `${Math.round(bytes / 1_000)} kB`;
    console.log(
      `${manifest.name}: ${kb(size)} packed, ${kb(unpackedSize)} unpacked, ${files.length} files, ` +
        `${Object.keys(manifest.dependencies).length} dependencies, ${await dependencyCount(manifest)} with theirs`,
    );
  }
});
afterAll(async () => {
  await host?.remove();
  await rm(tarballs, { recursive: true, force: true });
});

const modules = (packed: Packed) => subpaths(packed).filter((one) => !one.endsWith(".css"));
const node = (...args: string[]) =>
  spawnSync(process.execPath, args, { cwd: host.directory, encoding: "utf8", maxBuffer: 1e8 });

describe("what is packed", () => {
  test("holds what was built, a licence and a readme, and nothing of tests and sources", () => {
    for (const { files } of [product, standIns]) {
      const others = files.filter((file) => !file.startsWith("dist/"));
      expect(others.filter((file) => file !== "THIRD-PARTY-LICENSES")).toEqual([
        "LICENSE",
        "README.md",
        "package.json",
      ]);
      expect(
        files.filter((file) => /\/testing\/|\.test\.|\.tsx?$/.test(file) && !/\.d\.ts$/.test(file)),
      ).toEqual([]);
      expect(files.filter((file) => /^dist\/(.*\/)?\.|\/testing\//.test(file))).toEqual([]);
    }
  });

  test("holds the command as one file", () => {
    expect(product.files.filter((file) => file.startsWith("dist/cli/"))).toEqual(["dist/cli/roundtrip.mjs"]);
  });
});

describe("installed into an empty folder", () => {
  test.each([
    ["--version", /^\d+\.\d+\.\d+\n$/],
    ["verify --help", /--wait-for-release/],
    ["doctor --help", /--url/],
  ])("the command runs: roundtrip %s", (line, said) => {
    const bin = join("node_modules", product.manifest.name, product.manifest.bin.roundtrip ?? "");
    const { status, stdout, stderr } = node(bin, ...line.split(" "));
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(said);
  });

  test("every import's types are there, and need nothing that the manifest does not name", async () => {
    const names = [...modules(product), ...modules(standIns)];
    const lines = names.map((name, i) => `import * as m${i} from "${name}";\nvoid m${i};\n`);
    await writeFile(join(host.directory, "use.ts"), lines.join(""));
    const options =
      "--noEmit --strict --target es2023 --lib es2024,dom,dom.iterable --types node --jsx preserve";
    const resolution = "--module esnext --moduleResolution bundler --skipLibCheck false use.ts";
    const args = `${options} ${resolution}`.split(" ");
    const { stdout } = node("node_modules/typescript/bin/tsc", ...args);
    // What other packages' declarations lack is theirs.
    const ours = stdout.split("\n").filter((line) => /^(use\.ts|node_modules\/@roundtrip\/)/.test(line));
    expect(ours).toEqual([]);
  });

  test("every module loads", async () => {
    await writeFile(join(host.directory, "as-bundled.mjs"), AS_BUNDLED);
    await writeFile(join(host.directory, "load.mjs"), LOAD);
    const names = [...modules(product), ...modules(standIns)].filter((name) => !RUNS.test(name));
    expect(names.length).toBeGreaterThan(5);
    const { stdout, stderr } = node("--import", "./as-bundled.mjs", "load.mjs", ...names);
    expect(JSON.parse(stdout), stderr).toEqual([]);
  });
});

/** These start a server when they are loaded. */
const RUNS = /\/main$/;
/**
 * Three things that every build of a Next.js app does, and Node alone does not: next/server has no exports and ends in
 * .js; of the SDK's builds the one with ES modules names all that it exports; a style sheet is no code.
 */
const AS_BUNDLED = `
import { register } from "node:module";
const hook = (sdk) => \`
  export function resolve(name, context, next) {
    if (name === "@sentry/nextjs" && context.parentURL.includes("/browser/")) return { url: "\${sdk.replace("server", "client")}", shortCircuit: true };
    if (name === "@sentry/nextjs") return { url: "\${sdk}", shortCircuit: true };
    return next(/^next\\\\/[a-z]+$/.test(name) ? name + ".js" : name, context);
  }
  export const load = (url, context, next) =>
    url.endsWith(".css") ? { format: "module", source: "", shortCircuit: true } : next(url, context);\`;
const sdk = import.meta.resolve("@sentry/nextjs").replace("/build/cjs/", "/build/esm/");
register("data:text/javascript," + encodeURIComponent(hook(sdk)));
`;
const LOAD = `
const failed = [];
for (const name of process.argv.slice(2)) {
  try {
    await import(name);
  } catch (error) {
    failed.push({ name, why: String(error?.message).split("\\n")[0] });
  }
}
console.log(JSON.stringify(failed));
process.exit(0);
`;
