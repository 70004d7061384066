// Writes the bill of materials of what the app is made of, and says under which licences: npm run bom
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ROOT } from "../root";

const FILE = "dist/bom.cdx.json";

/** SPDX's names of licences that ask for nothing but their own text, or bind only whoever changes the library itself. */
const TAKEN = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "LGPL-3.0-or-later",
  "MIT",
]);
/** Under others, each with the reason why it is taken. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  // Uploads source maps while the app is built; no part of it is in the app. It becomes Apache-2.0 after two years.
  sentry: "FSL-1.1-Apache-2.0",
};

const Bom = z.looseObject({ components: z.array(z.looseObject({ name: z.string() })) });
const Lock = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      dev: z.boolean().optional(),
      link: z.boolean().optional(),
      license: z.union([z.string(), z.unknown()]).optional(),
    }),
  ),
});

/** Every word of an SPDX expression must be a licence that is taken; of alternatives one is enough. */
export function isTaken(name: string, licence: string): boolean {
  if (EXCEPTIONS[name] === licence) return true;
  const options = licence.replace(/[()]/g, "").split(" OR ");
  return options.some((one) => one.split(" AND ").every((word) => TAKEN.has(word.trim())));
}

/** Licences of what the lock file installs for the app, by package; other platforms' binaries among them. */
export function licences(lock: unknown): [name: string, licence: string][] {
  return Object.entries(Lock.parse(lock).packages)
    .filter(([path, one]) => path.includes("node_modules/") && !one.dev && !one.link)
    .map(([path, { license }]) => [
      path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      typeof license === "string" ? license : "none named",
    ]);
}

function main(): number {
  const text = execFileSync("npm", ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "inherit"],
  });
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  writeFileSync(join(ROOT, FILE), text);
  const { components } = Bom.parse(JSON.parse(text));
  const all = licences(JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")));
  const refused = all.filter(([name, licence]) => !isTaken(name, licence));
  const counts = new Map<string, number>();
  for (const [, licence] of all) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const said = [...counts].sort((a, b) => b[1] - a[1]).map(([licence, count]) => `${licence} ${count}`);
  console.log(`bill of materials: ${components.length} packages here, written to ${FILE}`);
  console.log(`licences of all platforms' packages: ${said.join(", ")}`);
  for (const [name, licence] of refused)
    console.error(`✗ ${name} is under ${licence}: leave it out, or say in local/bom/main.ts why it is taken`);
  return refused.length > 0 ? 1 : 0;
}

if (process.argv[1] === import.meta.filename) process.exitCode = main();
