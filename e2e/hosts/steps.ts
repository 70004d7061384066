import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { kept, writePrinted } from "./owner";
import { openPage } from "./page";
import { changed, diagnose, isStatic, pipeline, RELEASE, startHost, verify } from "./prove";
import type { Host } from "./rows/host";
import { must, run } from "./run";
import { scheduled } from "./scheduled";
import { stopped } from "./stopped";

export interface Outcome {
  host: Host;
  passed: boolean;
  /** The first step that failed; empty where none did. */
  why: string;
  /** What init said of its size, or why it refused. */
  said: string;
  seconds: number;
}

type Step = readonly [title: string, act: () => Promise<readonly string[] | unknown>];

const OWN = "\nexport const own = 1;\n";

const since = (began: number): number => Math.round((Date.now() - began) / 1000);

/** @returns true when nothing is wrong */
async function take([title, act]: Step, tell: (line: string) => void): Promise<boolean> {
  const began = Date.now();
  const result = await act().catch((error: unknown) => [
    error instanceof Error ? error.message : String(error),
  ]);
  const faults = Array.isArray(result) ? (result as string[]) : [];
  tell(`${faults.length === 0 ? "✓" : "✗"} ${title} (${since(began)} s)`);
  for (const fault of faults) tell(`    ${fault.replaceAll("\n", "\n    ")}`);
  return faults.length === 0;
}

/** Enters a host as its owner would: by the packed package, which npx runs from a folder of its own. */
const enter = ({ words = [] }: Host, root: string, packed: string) =>
  run("npx", ["--yes", "--package", packed, "roundtrip", "init", "--yes", ...words], root);

const init = (root: string, ...words: string[]) =>
  run("npx", ["--no-install", "@roundtrip/next", "init", ...words], root);

async function again(root: string): Promise<string[]> {
  const before = await changed(root);
  const { code, output } = await init(root, "--yes");
  const same = (await changed(root)).join() === before.join();
  return code === 0 && same && /Nothing to do/.test(output) ? [] : [output];
}

async function leaveAgain({ printed = {}, left = [] }: Host, root: string): Promise<string[]> {
  const restore = async (paths: readonly string[]) => {
    for (const path of paths) await must("git", ["checkout", "-q", "--", path], root);
  };
  await restore(Object.keys(printed));
  const { code, output } = await init(root, "--remove", "--yes");
  const unnamed = left.filter((path) => !output.includes(`  ${path}: `));
  const other = (await changed(root)).filter((line) => !left.some((path) => line === ` M ${path}`));
  await restore(left);
  return [
    ...(code === (left.length > 0 ? 1 : 0) ? [] : [`ended with ${code}: ${output}`]),
    ...unnamed.map((path) => `it does not name ${path}: ${output}`),
    ...other,
  ];
}

/** After the owner has changed every file that init edited, only the owner's lines are left. */
async function leaveEdited(host: Host, root: string, packed: string): Promise<string[]> {
  await enter(host, root, packed);
  const { stdout: top } = await must("git", ["rev-parse", "--show-toplevel"], root);
  const paths = (await changed(root)).flatMap((line) => {
    const path = /^ M (.+\.[mc]?[jt]s)$/.exec(line)?.[1];
    return path ? [join(top.trim(), path)] : [];
  });
  for (const path of paths) await writeFile(path, `${await readFile(path, "utf8")}${OWN}`);
  await init(root, "--remove", "--yes");
  const apart = (host.left ?? []).map((path) => `:!${path}`);
  const { stdout } = await must("git", ["diff", "--unified=0", "--no-prefix", "--", ".", ...apart], root);
  const lines = stdout.split("\n").filter((line) => /^[+-](?!\+\+ |-- )./.test(line));
  const foreign = lines.filter((line) => line !== "+export const own = 1;");
  return [...foreign, ...(paths.length === 0 ? ["init edited nothing"] : [])];
}

async function refused(host: Host, root: string, packed: string): Promise<[string, string[]]> {
  const { refused: why } = host;
  const { code, output } = await enter(host, root, packed);
  const said = output.split("\n").find((line) => why?.test(line)) ?? output;
  const isRight = code === 2 && why?.test(output) === true;
  return [said, [...(isRight ? [] : [`ended with ${code}: ${output}`]), ...(await changed(root))]];
}

const types = async (root: string, { gone = [] }: Host): Promise<unknown> =>
  gone.includes("tsconfig.json") ? [] : must("npx", ["--no-install", "tsc", "--noEmit"], root);

function build({ pipeline: script, build: words = [] }: Host, root: string): Step {
  return script
    ? ["its own CI is still green, and builds", () => pipeline(root, script)]
    : ["build", () => must("npm", ["run", "build", "--", ...words], root, RELEASE)];
}

/** The steps of a host that runs, one after the other; the app is started once for its verification and its breaks. */
function running(host: Host, root: string): Step[] {
  const started = startHost(root, host);
  started.catch(() => undefined);
  return [
    ["the page, signed in", async () => openPage(await started)],
    [
      `verify: ${[...host.checks, ...(host.named ?? [])].join(", ")}`,
      async () => verify(await started, host),
    ],
    ...(host.breaks ?? []).map(
      (one): Step => [`told right: ${one.title}`, async () => diagnose(await started, one)],
    ),
    ...(host.scheduled ? [["a scheduler is its canary", async () => scheduled(await started)] as const] : []),
    ["the app is ended", async () => (await started).stop()],
    ...(host.stopped
      ? [["sent, and passes, though its host stops it after each answer", () => stopped(root)] as const]
      : []),
  ];
}

async function entered(host: Host, root: string, packed: string, tell: (line: string) => void) {
  let said = "";
  let printed = "";
  const built = build(host, root);
  const first: Step[] = [
    [
      "init",
      async () => {
        const { code, output } = await enter(host, root, packed);
        printed = output;
        said = output.split("\n").find((line) => line.startsWith("Roundtrip is in")) ?? output;
        return code === 0 ? [] : [`ended with ${code}: ${output}`];
      },
    ],
    ["init, a second time: nothing to do", () => again(root)],
    ...(host.keeps ? [["what init edits keeps what is the owner's", () => kept(host, root)] as const] : []),
    ...(host.printed
      ? [["the lines that init prints are written", () => writePrinted(host, root, printed)] as const]
      : []),
    built,
    ...(host.isStatic === false
      ? []
      : [
          [
            "/ is still static",
            async () => ((await isStatic(root)) ? [] : ["it is made for each request"]),
          ] as const,
        ]),
    ["lint", () => must("npm", ["run", "lint", "--", "--max-warnings", "0"], root)],
    ["types", () => types(root, host)],
  ];
  const last: Step[] = [
    ["init --remove: nothing is left", () => leaveAgain(host, root)],
    [
      "init --remove after changes of the owner's: they alone are left",
      () => leaveEdited(host, root, packed),
    ],
  ];
  const failed: string[] = [];
  const takeAll = async (steps: readonly Step[]) => {
    for (const step of steps) if (!(await take(step, tell))) failed.push(step[0]);
  };
  const { pipeline: script } = host;
  if (script) await takeAll([["its own CI is green before", () => pipeline(root, script)]]);
  if (failed.length > 0) return { said, failed };
  await takeAll(first);
  // What was not built cannot be started.
  if (!failed.includes(built[0])) await takeAll(running(host, root));
  await takeAll(last);
  return { said, failed };
}

/** Makes a host, enters it, proves it, breaks it and leaves it again. */
export async function prove(
  host: Host,
  root: string,
  packed: string,
  tell: (line: string) => void,
): Promise<Outcome> {
  const began = Date.now();
  let said = "";
  let failed: string[] = [];
  if (host.refused) {
    const refuses: Step = [
      "init refuses, and writes nothing",
      async () => {
        const [why, faults] = await refused(host, root, packed);
        said = why;
        return faults;
      },
    ];
    if (!(await take(refuses, tell))) failed.push(refuses[0]);
  } else ({ said, failed } = await entered(host, root, packed, tell));
  return { host, passed: failed.length === 0, why: failed[0] ?? "", said, seconds: since(began) };
}
