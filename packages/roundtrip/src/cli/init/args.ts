import { CannotRun } from "#cli/errors.js";
import { parseOptions } from "#cli/options.js";

const OPTIONS = {
  dir: { type: "string" },
  from: { type: "string" },
  yes: { type: "boolean", short: "y" },
  check: { type: "boolean" },
  remove: { type: "boolean" },
  force: { type: "boolean" },
  "dry-run": { type: "boolean" },
  "no-install": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export interface InitArgs {
  help: boolean;
  dir: string;
  from: string | undefined;
  yes: boolean;
  check: boolean;
  remove: boolean;
  force: boolean;
  dryRun: boolean;
  installs: boolean;
}

/** @throws CannotRun naming the option */
export function parseInitArgs(argv: readonly string[]): InitArgs {
  const { values } = parseOptions(argv, OPTIONS, "roundtrip init");
  const modes = (["check", "remove"] as const).filter((name) => values[name]);
  if (modes.length > 1) throw new CannotRun("--remove: cannot be given with --check. Say one of them.");
  return {
    help: values.help ?? false,
    dir: values.dir ?? ".",
    from: values.from,
    yes: values.yes ?? false,
    check: values.check ?? false,
    remove: values.remove ?? false,
    force: values.force ?? false,
    dryRun: values["dry-run"] ?? false,
    installs: !(values["no-install"] ?? false),
  };
}
