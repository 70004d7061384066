import { execFile } from "node:child_process";
import { cp, mkdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { hideMaps, KEEPING_MAPS } from "#stand-ins/maps.js";
import { ROOT } from "../root";
import { instructions } from "./lay-out";

const run = promisify(execFile);

/** What `COPY . .` leaves out, as .dockerignore says it: the last line that fits a path decides. */
export function ignoring(dockerignore: string): (path: string) => boolean {
  const rules = dockerignore
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, not = "", anywhere = "", name = ""] = /^(!?)(\*\*\/)?(.*)$/.exec(line) ?? [];
      const text = name.replace(/[.]/g, "\\.").replaceAll("*", "[^/]*");
      return { pattern: new RegExp(`^${anywhere ? "(?:.*/)?" : ""}${text}(?:/|$)`), ignored: not === "" };
    });
  return (path) => rules.findLast(({ pattern }) => pattern.test(path))?.ignored ?? false;
}

/** The commands of the stage that builds, behind `COPY . .`. @throws where one of them is not understood here */
export function buildCommands(dockerfile: string): string[] {
  const all = instructions(dockerfile);
  const from = all.findIndex(({ word, rest }) => word === "COPY" && rest === ". .");
  const end = all.findIndex(({ word }, at) => at > from && word === "FROM");
  const stage = all.slice(from + 1, end).filter(({ word }) => word !== "ARG");
  const other = stage.find(({ word }) => word !== "RUN");
  if (from < 0 || end < 0 || other)
    throw new Error(`Dockerfile: this is not understood: ${other?.word ?? "COPY . ."}`);
  return stage.map(({ rest }) => rest.replace(/^--mount=\S+\s+/, ""));
}

/**
 * Does in an empty directory what the Dockerfile's first stage does, with what this checkout has installed in place of
 * `npm ci`: no registry is asked. The browser's maps stay, hidden, for the local Sentry.
 */
export async function buildImage(directory: string): Promise<void> {
  const isIgnored = ignoring(await readFile(join(ROOT, ".dockerignore"), "utf8"));
  const filter = (source: string) => source === ROOT || !isIgnored(relative(ROOT, source));
  await cp(ROOT, directory, { recursive: true, verbatimSymlinks: true, filter });
  const installed = [join(ROOT, "node_modules"), join(directory, "node_modules")];
  // Links in place of a gigabyte of copies, where both are on one disk.
  await run("cp", ["-al", ...installed]).catch(async () => {
    await mkdir(join(directory, "node_modules"), { recursive: true });
    await run("cp", ["-a", `${installed[0]}/.`, installed[1] ?? ""]);
  });
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1", ...KEEPING_MAPS };
  for (const command of buildCommands(await readFile(join(ROOT, "Dockerfile"), "utf8")))
    await run("sh", ["-c", command], { cwd: directory, env, maxBuffer: 1e8 });
  await hideMaps(join(directory, ".next"));
}
