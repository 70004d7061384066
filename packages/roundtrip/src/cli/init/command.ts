import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "#cli/command.js";
import { CannotRun } from "#cli/errors.js";
import { human } from "#cli/report/human.js";
import type { Shell } from "#cli/shell.js";
import { plainLines } from "#cli/text.js";
import { type InitArgs, parseInitArgs } from "./args.js";
import { confirmed } from "./ask.js";
import { INIT_HELP } from "./help.js";
import { sourceOf } from "./install/source.js";
import { diskTree, surroundingsOf } from "./look/disk.js";
import { LOOKED_AT, lookAt } from "./look/host.js";
import { dirty } from "./look/refusals.js";
import { done, planned, removed } from "./report.js";
import { apply } from "./write/apply.js";
import { refuseOutside } from "./write/disk.js";
import { planFor } from "./write/plan.js";
import { RECORD, recordOf } from "./write/record.js";
import { applyRemoval, removalOf } from "./write/remove.js";

const look = (root: string) => {
  const tree = diskTree(root);
  return { tree, host: lookAt(tree, surroundingsOf(root, LOOKED_AT)), record: recordOf(tree) };
};

async function add(root: string, args: InitArgs, shell: Shell): Promise<number> {
  const { tree, host, record } = look(root);
  const plan = planFor(tree, host, record, args.wish);
  if (plan.refused.length > 0) throw new CannotRun(plan.refused.join("\nroundtrip init: "));
  if (plan.changes.length === 0 && (plan.install.length === 0 || !args.installs)) {
    shell.stdout.write("Nothing to do: Roundtrip is in, as this version wants it.\n");
    return 0;
  }
  refuseOutside(root, [RECORD, ...plan.changes.map(({ path }) => path)]);
  const { paint } = human(shell, false).look;
  const shown = `${planned(plan, paint)}\n`;
  if (args.check || args.dryRun) {
    shell.stdout.write(shown);
    return args.check ? 1 : 0;
  }
  const reason = args.force ? null : dirty(host);
  if (reason) throw new CannotRun(reason);
  const source = args.installs ? sourceOf(fileURLToPath(import.meta.url), args.from) : null;
  if (!args.yes) {
    shell.stdout.write(shown);
    if (!(await confirmed("Write, and install?"))) return 1;
  }
  await apply(root, host, plan, { record, source });
  shell.stdout.write(`${done(host, plan, source !== null)}\n`);
  return 0;
}

async function remove(root: string, args: InitArgs, shell: Shell): Promise<number> {
  const { tree, host, record } = look(root);
  if (!record)
    throw new CannotRun(
      `There is no ${RECORD}, in which init keeps what it wrote. Take its commit back in git instead.`,
    );
  const removal = removalOf(tree, record);
  refuseOutside(root, [...removal.gone, ...removal.changed.map(({ path }) => path)]);
  if (args.dryRun) {
    shell.stdout.write(`${removed(removal, [])}\n`);
    return 0;
  }
  if (!args.yes) {
    shell.stdout.write(`${removed(removal, [])}\n`);
    if (!(await confirmed("Take it out?"))) return 1;
  }
  const differs = await applyRemoval(root, removal, record, host.manager);
  shell.stdout.write(`${removed(removal, differs)}\n`);
  return removal.left.length + differs.length > 0 ? 1 : 0;
}

export const initCommand: Command = {
  name: "init",
  summary: "add Roundtrip to a Next.js app",
  async run(argv, shell) {
    try {
      const args = parseInitArgs(argv);
      if (args.help) {
        shell.stdout.write(INIT_HELP);
        return 0;
      }
      const root = resolve(args.dir);
      return await (args.remove ? remove(root, args, shell) : add(root, args, shell));
    } catch (error) {
      const message = error instanceof Error ? error.message : "no message";
      const said = error instanceof CannotRun ? message : `unexpected error: ${message}`;
      shell.stderr.write(`${plainLines(`roundtrip init: ${said}`)}\n`);
      return 2;
    }
  },
};
