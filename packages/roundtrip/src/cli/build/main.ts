import { join } from "node:path";
import { buildCli, FILE } from "./bundle.js";
import { parseOptions } from "#cli/options.js";

const USAGE = `usage: npm run build:cli
  writes the command as one file, in a package that depends on nothing, to dist/cli
  -h, --help   this text`;

async function main(): Promise<void> {
  const options = { help: { type: "boolean", short: "h", default: false } } as const;
  if (parseOptions(process.argv.slice(2), options, "npm run build:cli --").values.help)
    return console.log(USAGE);
  const { directory, bundled } = await buildCli();
  console.log(`wrote ${join(directory, FILE)}, with parts of: ${bundled.join(", ")}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
