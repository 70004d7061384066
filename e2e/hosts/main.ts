import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseOptions } from "#cli/options.js";
import { leave } from "@/local/leave";
import { createApp, HOSTS, type Host, makeHost, pack } from "./make";
import { changed, isStatic, verify } from "./prove";
import { must, run } from "./run";

const USAGE = `usage: npm run test:hosts -- [NAME …]
  apps as people have them, entered by roundtrip init from the packed package, built, linted, verified and left again
  NAME          one of ${HOSTS.map(({ name }) => name).join(", ")}; all of them, if none is named
  --help, -h    this text
  KEEP_HOSTS=1 in the environment keeps the apps, to look at`;

const OWN = "\nexport const own = 1;\n";

/** One step, told as it ends. @returns true when nothing is wrong */
async function step(title: string, act: () => Promise<readonly string[]>): Promise<boolean> {
  const began = Date.now();
  const faults = await act().catch((error: unknown) => [
    error instanceof Error ? error.message : String(error),
  ]);
  const seconds = Math.round((Date.now() - began) / 1000);
  console.error(`${faults.length === 0 ? "✓" : "✗"} ${title} (${seconds} s)`);
  for (const fault of faults) console.error(`    ${fault.replaceAll("\n", "\n    ")}`);
  return faults.length === 0;
}

const nothingWrong = (act: () => Promise<unknown>) => async (): Promise<string[]> => {
  await act();
  return [];
};

interface Outcome {
  name: string;
  passed: boolean;
  said: string;
}

/** Enters a host as its owner would: by the packed package, which npx runs from a folder of its own. */
async function enter(root: string, packed: string): Promise<string> {
  const { stdout } = await must("npx", ["--yes", "--package", packed, "roundtrip", "init", "--yes"], root);
  return stdout.split("\n")[0] ?? "";
}

const init = (root: string, ...words: string[]) =>
  run("npx", ["--no-install", "@roundtrip/next", "init", ...words], root);

async function leaveAgain(root: string): Promise<string[]> {
  const { code, output } = await init(root, "--remove", "--yes");
  return [...(code === 0 ? [] : [`ended with ${code}: ${output}`]), ...(await changed(root))];
}

/** After the owner has changed every file that init edited, only the owner's lines are left. */
async function leaveEdited(root: string, packed: string): Promise<string[]> {
  await enter(root, packed);
  const paths = (await changed(root)).flatMap((line) => /^ M (.+\.ts)$/.exec(line)?.[1] ?? []);
  for (const path of paths)
    await writeFile(join(root, path), `${await readFile(join(root, path), "utf8")}${OWN}`);
  await init(root, "--remove", "--yes");
  const { stdout } = await must("git", ["diff", "--unified=0", "--no-prefix"], root);
  const lines = stdout.split("\n").filter((line) => /^[+-](?!\+\+ |-- )./.test(line));
  const foreign = lines.filter((line) => line !== "+export const own = 1;");
  return [...foreign, ...(paths.length === 0 ? ["init edited nothing"] : [])];
}

async function prove(host: Host, root: string, packed: string): Promise<Outcome> {
  console.error(`\n${host.name}`);
  let said = "";
  const passed = [
    await step(
      "init",
      nothingWrong(async () => {
        said = await enter(root, packed);
      }),
    ),
    await step("init, a second time: nothing to do", async () => {
      const before = await changed(root);
      const { code, output } = await init(root, "--yes");
      const same = (await changed(root)).join() === before.join();
      return code === 0 && same && /Nothing to do/.test(output) ? [] : [output];
    }),
    await step(
      "build",
      nothingWrong(() => must("npm", ["run", "build"], root)),
    ),
    await step("/ is still static", async () =>
      (await isStatic(root)) ? [] : ["it is made for each request"],
    ),
    await step(
      "lint",
      nothingWrong(() => must("npm", ["run", "lint", "--", "--max-warnings", "0"], root)),
    ),
    await step(
      "types",
      nothingWrong(() => must("npx", ["--no-install", "tsc", "--noEmit"], root)),
    ),
    await step(`verify: ${host.checks.join(", ")}`, () => verify(root, host)),
    await step("init --remove: nothing is left", () => leaveAgain(root)),
    await step("init --remove after changes of the owner's: they alone are left", () =>
      leaveEdited(root, packed),
    ),
  ];
  return { name: host.name, passed: passed.every(Boolean), said };
}

async function main(): Promise<number> {
  const options = { help: { type: "boolean", short: "h", default: false } } as const;
  const given = parseOptions(process.argv.slice(2), options, "npm run test:hosts --", { words: true });
  if (given.values.help) {
    console.log(USAGE);
    return 0;
  }
  const names: readonly string[] = given.positionals;
  const unknown = names.filter((one) => !HOSTS.some(({ name }) => name === one));
  if (unknown.length > 0) {
    console.error(`there is no host ${unknown.join(", ")}\n${USAGE}`);
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), "roundtrip-hosts-"));
  try {
    const packed = await pack(join(folder, "packed"));
    const fresh = await createApp(folder);
    const outcomes: Outcome[] = [];
    for (const host of HOSTS.filter(({ name }) => names.length === 0 || names.includes(name))) {
      const root = join(folder, host.name);
      await makeHost(fresh, root, host);
      outcomes.push(await prove(host, root, packed));
    }
    console.log("");
    for (const { name, passed, said } of outcomes)
      console.log(`${passed ? "passed" : "FAILED"} ${name}: ${said}`);
    return outcomes.every(({ passed }) => passed) ? 0 : 1;
  } finally {
    if (!process.env.KEEP_HOSTS) await rm(folder, { recursive: true, force: true });
    else console.error(`kept: ${folder}`);
  }
}

main().then(
  (code) => leave(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);
