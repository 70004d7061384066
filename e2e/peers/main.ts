import { parseOptions } from "#cli/options.js";
import { build } from "@/local/build";
import { leave } from "@/local/leave";
import { bugsinkPart } from "./bugsink-part";
import { inngestPart } from "./inngest-part";
import { normaliserPart } from "./normaliser-part";
import { type Part, skipped } from "./part";
import { openVenv, Unavailable, type Venv } from "./venv";

const USAGE = `usage: npm run test:peers -- [bugsink] [normaliser] [inngest]
  without names, every peer that can be had here; what cannot is skipped, and said so
  --help   this text`;

const PARTS: Readonly<Record<string, (venv: () => Promise<Venv>) => Promise<Part>>> = {
  normaliser: async (venv) => normaliserPart(await venv()),
  bugsink: async (venv) => bugsinkPart(await venv()),
  inngest: inngestPart,
};

async function carryThrough(name: string, venv: () => Promise<Venv>): Promise<Part> {
  try {
    return (await PARTS[name]?.(venv)) ?? skipped(name, "there is no such peer");
  } catch (error) {
    if (error instanceof Unavailable) return skipped(name, error.message);
    console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { name, passed: 0, failed: 1, skipped: null };
  }
}

async function main(): Promise<number> {
  const options = { help: { type: "boolean", short: "h", default: false } } as const;
  const given = parseOptions(process.argv.slice(2), options, "npm run test:peers --", { words: true });
  if (given.values.help) {
    console.log(USAGE);
    return 0;
  }
  const names = given.positionals;
  const unknown = names.filter((one) => !(one in PARTS));
  if (unknown.length > 0) {
    console.error(`there is no peer ${unknown.join(", ")}\n${USAGE}`);
    return 2;
  }
  // What was started ends with this process: see local/processes.ts.
  process.setMaxListeners(50);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => process.exit(130));
  await build();
  let venv: Promise<Venv> | null = null;
  const open = () => {
    venv ??= openVenv();
    return venv;
  };
  const parts: Part[] = [];
  for (const name of names.length > 0 ? names : Object.keys(PARTS))
    parts.push(await carryThrough(name, open));
  console.log("");
  for (const { name, passed, failed, skipped: why } of parts)
    console.log(why === null ? `${name}: ${passed} passed, ${failed} failed` : `SKIPPED ${name}: ${why}`);
  const sum = (key: "passed" | "failed") => parts.reduce((total, one) => total + one[key], 0);
  console.log(`peers: ${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") > 0 ? 1 : 0;
}

main().then(
  (code) => leave(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);
