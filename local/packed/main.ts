import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Message, publint } from "publint";
import { formatMessage } from "publint/utils";
import { ROOT } from "../root";
import { type Packed, pack } from "./pack";

const ATTW = join(ROOT, "node_modules/@arethetypeswrong/cli/dist/index.js");
/** Stands before `types` in each export, and leads to sources, which no tarball holds: only this repository sets it. */
const OUR_CONDITION = "@roundtrip/source";

/** What is there for this repository alone, and cannot be met by others. */
function isOurCondition({ code, path }: Message): boolean {
  return (
    path.includes(OUR_CONDITION) || (code === "EXPORTS_TYPES_SHOULD_BE_FIRST" && path.at(-1) === "types")
  );
}

async function manifestProblems({ manifest, tarball }: Packed): Promise<string[]> {
  const bytes = await readFile(tarball);
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: new Uint8Array(bytes).buffer } });
  return messages
    .filter((message) => !isOurCondition(message))
    .map((message) => `${manifest.name}: ${formatMessage(message, pkg, { color: false }) ?? message.code}`);
}

function typeProblems({ manifest, tarball }: Packed): string[] {
  const sheets = Object.keys(manifest.exports).filter((key) => key.endsWith(".css"));
  const options = [
    "--profile",
    "esm-only",
    "--format",
    "ascii",
    "--no-color",
    "--no-emoji",
    "--no-definitely-typed",
  ];
  const excluded = sheets.length > 0 ? ["--exclude-entrypoints", ...sheets] : [];
  const { status, stdout, stderr } = spawnSync(process.execPath, [ATTW, tarball, ...options, ...excluded], {
    encoding: "utf8",
  });
  return status === 0 ? [] : [`${manifest.name}: ${stdout}${stderr}`];
}

/** What publint and "are the types wrong" say of both packages as npm would publish them. */
async function main(): Promise<void> {
  const to = await mkdtemp(join(tmpdir(), "roundtrip-tarballs-"));
  try {
    const packed = await Promise.all([pack("roundtrip", to), pack("stand-ins", to)]);
    const problems = (
      await Promise.all(packed.map(async (one) => [...(await manifestProblems(one)), ...typeProblems(one)]))
    ).flat();
    for (const problem of problems) console.error(`✗ ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
    else
      console.log(packed.map(({ manifest, files }) => `${manifest.name}: ${files.length} files`).join(", "));
  } finally {
    await rm(to, { recursive: true, force: true });
  }
}

void main();
