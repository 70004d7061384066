import { CannotRun } from "#cli/errors.js";
import { parseOptions } from "#cli/options.js";
import { type Wish, WRITTEN } from "./write/checks.js";

const OPTIONS = {
  dir: { type: "string" },
  from: { type: "string" },
  checks: { type: "string", multiple: true },
  ignores: { type: "string" },
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
  /** What the owner wants of the checks that init writes. */
  wish: Wish;
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
    wish: { checks: checksIn(values.checks), ignores: typeIn(values.ignores) },
    yes: values.yes ?? false,
    check: values.check ?? false,
    remove: values.remove ?? false,
    force: values.force ?? false,
    dryRun: values["dry-run"] ?? false,
    installs: !(values["no-install"] ?? false),
  };
}

function checksIn(values: readonly string[] | undefined): Wish["checks"] {
  if (!values) return undefined;
  const named = values.flatMap((one) => one.split(",")).map((one) => one.trim());
  const names = [...new Set(named.filter(Boolean))];
  const other = names.find((name) => !WRITTEN.some((one) => one === name));
  if (names.length === 0 || other !== undefined)
    throw new CannotRun(
      `--checks: name checks that init writes: ${WRITTEN.join(", ")}. Every other one is a route of your own.`,
    );
  return WRITTEN.filter((name) => names.includes(name));
}

function typeIn(value: string | undefined): string | undefined {
  if (value === undefined || /^[A-Za-z_$][\w$]{0,99}$/.test(value)) return value;
  throw new CannotRun("--ignores: must be the name of an error's class, such as ValidationError.");
}
