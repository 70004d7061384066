import { spawn } from "node:child_process";
import { CannotRun } from "#cli/errors.js";
import type { Manager } from "#cli/init/look/manifest.js";

const ADD: Readonly<Record<Manager, readonly string[]>> = {
  npm: ["npm", "install", "--no-audit", "--no-fund"],
  pnpm: ["pnpm", "add"],
  yarn: ["yarn", "add"],
  bun: ["bun", "add"],
};
const REMOVE: Readonly<Record<Manager, readonly string[]>> = {
  npm: ["npm", "uninstall", "--no-audit", "--no-fund"],
  pnpm: ["pnpm", "remove"],
  yarn: ["yarn", "remove"],
  bun: ["bun", "remove"],
};
/** How a host runs the command that it has installed: never a stranger's package of that name. */
export const RUN: Readonly<Record<Manager, string>> = {
  npm: "npx @roundtrip/next",
  pnpm: "pnpm exec roundtrip",
  yarn: "yarn roundtrip",
  bun: "bunx @roundtrip/next",
};
/** The versions that Roundtrip's own tests run with. */
const VERSIONS: Readonly<Record<string, string>> = { "@sentry/nextjs": "11.5.0", inngest: "4.24.0" };

/** How a host installs what only its developers need. */
export const addForDevelopment = (manager: Manager): string =>
  manager === "npm" ? "npm install --save-dev" : `${manager} add ${manager === "bun" ? "--dev" : "-D"}`;

/** @param source where @roundtrip/next comes from */
export const addCommand = (manager: Manager, names: readonly string[], source: string): string[] => [
  ...ADD[manager],
  ...names.map((name) => (name === "@roundtrip/next" ? source : `${name}@${VERSIONS[name]}`)),
];

export const removeCommand = (manager: Manager, names: readonly string[]): string[] => [
  ...REMOVE[manager],
  ...names,
];

const LAST_LINES = 15;

/** @throws CannotRun with the end of what the package manager said */
export async function runManager(command: readonly string[], cwd: string): Promise<void> {
  const [program = "npm", ...args] = command;
  // Windows' npm is a script, which only a shell can start.
  const child = spawn(program, args, {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-20_000);
    });
  const code = await new Promise<number | string>((done) => {
    child.on("error", (error: NodeJS.ErrnoException) => done(error.code ?? "unknown"));
    child.on("close", (exit, signal) => done(exit ?? signal ?? "unknown"));
  });
  if (code === 0) return;
  const end = said.trim().split("\n").slice(-LAST_LINES).join("\n");
  throw new CannotRun(
    `${command.join(" ")} ended with ${code}. Mend what it says, and run init again.\n${end}`,
  );
}
