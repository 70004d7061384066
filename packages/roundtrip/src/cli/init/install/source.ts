import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CannotRun } from "#cli/errors.js";

const PACKAGE = "@roundtrip/next";

/**
 * What the host's package manager is to install: what the command itself came from.
 * @param command the path of the file that runs
 * @param from what --from names; it wins
 */
export function sourceOf(command: string, from: string | undefined): string {
  if (from !== undefined) {
    const file = resolve(from);
    if (!existsSync(file))
      throw new CannotRun("--from: there is no such file. Give the path that npm pack printed.");
    return file;
  }
  const [project] = command.split(join("/node_modules", PACKAGE, "/"));
  const range = project === undefined || project === command ? undefined : askedFor(project);
  if (range === undefined)
    throw new CannotRun(
      "--from: is missing, and this command was not installed as a package. Run npm pack -w packages/roundtrip, and give the path that it prints.",
    );
  return range.startsWith("file:")
    ? resolve(project ?? "", range.slice("file:".length))
    : `${PACKAGE}@${range}`;
}

/** @returns the range by which a project asked for the package; npx keeps such a project for each command */
function askedFor(project: string): string | undefined {
  try {
    const { dependencies } = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as {
      dependencies?: Record<string, string>;
    };
    return dependencies?.[PACKAGE];
  } catch {
    return undefined;
  }
}
