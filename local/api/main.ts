import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root";
import { publicTypes } from "./surface";

/** Lines that one text has and the other has not: enough to see what has changed. */
function difference(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `  - ${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `  + ${line}`),
  ];
}

/** `npm run api`: what hosts can import is what packages/<name>/api.md says, or `--write` writes it down anew. */
function main(write: boolean): void {
  for (const name of ["roundtrip", "stand-ins"]) {
    const file = `packages/${name}/api.md`;
    const path = join(ROOT, file);
    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    const now = publicTypes(join(ROOT, "packages", name));
    if (write) writeFileSync(path, now);
    else if (now !== before) {
      const lines = difference(before, now);
      console.error(
        `✗ ${file} is no longer what hosts can import. If that is meant, run: npm run api -- --write, commit the file, ` +
          `and give CHANGELOG.md a line. If not, these changes reach hosts:\n${lines.join("\n")}`,
      );
      process.exitCode = 1;
    }
  }
}

main(process.argv.includes("--write"));
