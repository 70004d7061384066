import { join, resolve } from "node:path";
import { counted } from "#verdict/text/plural.js";
import { buildCli } from "#cli/build/bundle.js";
import { parseOptions } from "#cli/options.js";
import { adopt } from "./adopt";

const USAGE = `usage: npm run adopt -- DIR
  copies the checks, the page and the command into the Next.js app in DIR, and overwrites nothing there
  -h, --help   this text`;

async function main(): Promise<number> {
  const options = { help: { type: "boolean", short: "h", default: false } } as const;
  const given = parseOptions(process.argv.slice(2), options, "npm run adopt --", { words: true });
  if (given.values.help) {
    console.log(USAGE);
    return 0;
  }
  const [directory, ...rest] = given.positionals;
  if (!directory || rest.length > 0) {
    console.error(USAGE);
    return 2;
  }
  const app = resolve(directory);
  const { written, merge, added, other } = await adopt(app);
  await buildCli(join(app, "tools/roundtrip"));
  console.log(`${counted(written.length, "file")} copied, and the command to tools/roundtrip/roundtrip.mjs.`);
  console.log(`Added to package.json: ${added.join(", ") || "nothing"}`);
  for (const one of other) console.log(`Yours stays: ${one}`);
  for (const { theirs, ours } of merge) console.log(`Merge by hand: ${ours} into ${theirs}`);
  console.log("Next: npm install, then next.config.ts and the root layout, as docs/adopt.md says.");
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`adopt: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  },
);
