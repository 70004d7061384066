import { join } from "node:path";
import { type Addresses, hrefOf, MOUNT } from "#checks/mount/addresses.js";
import type { Command } from "#cli/command.js";
import { CannotRun } from "#cli/errors.js";
import { failureSaid } from "#cli/failure.js";
import { addForDevelopment, RUN } from "#cli/init/install/manager.js";
import { diskTree, surroundingsOf } from "#cli/init/look/disk.js";
import { managerOf, manifestOf } from "#cli/init/look/manifest.js";
import { configOf } from "#cli/init/look/next-config.js";
import type { Tree } from "#cli/init/look/tree.js";
import { parseOptions } from "#cli/options.js";
import type { Shell } from "#cli/shell.js";
import { run } from "./child.js";
import { environmentOf } from "./environment.js";
import { LOCAL_HELP } from "./help.js";
import { programOf, type StandIn, startInngest, startSentry } from "./stand-ins.js";

const OPTIONS = { help: { type: "boolean", short: "h" } } as const;

/** The options before the command, and the command itself, with or without a double dash between. */
function split(argv: readonly string[]): { own: string[]; command: string[] } {
  const at = argv.findIndex((word) => word === "--" || !word.startsWith("-"));
  const own = at < 0 ? [...argv] : argv.slice(0, at);
  return { own, command: at < 0 ? [] : argv.slice(argv[at] === "--" ? at + 1 : at) };
}

interface StandIns {
  /** Where this app has Roundtrip, as its next.config says. */
  addresses: Addresses;
  /** How this app runs the command that it has installed. */
  itself: string;
  sentry: Awaited<ReturnType<typeof startSentry>>;
  inngest: Awaited<ReturnType<typeof startInngest>> | null;
}

async function startBoth(folder: string): Promise<StandIns> {
  const tree = diskTree(folder);
  const manifest = manifestOf(tree);
  if (!manifest) throw new CannotRun("There is no package.json here. Run it in the folder of the app.");
  const manager = managerOf(manifest, surroundingsOf(folder, []));
  const add = addForDevelopment(manager);
  const sentry = startSentry(programOf(folder, "sentry", add), join(folder, ".next"));
  const inngest =
    "inngest" in manifest.declared ? startInngest(programOf(folder, "inngest", add)) : Promise.resolve(null);
  // Whichever starts must be ended, should the other one fail.
  const [one, other] = await Promise.allSettled([sentry, inngest]);
  if (one.status === "fulfilled" && other.status === "fulfilled")
    return { addresses: addressesOf(tree), itself: RUN[manager], sentry: one.value, inngest: other.value };
  for (const each of [one, other]) if (each.status === "fulfilled") await each.value?.stop();
  throw one.status === "rejected" ? one.reason : other.status === "rejected" ? other.reason : null;
}

function addressesOf(tree: Tree): Addresses {
  const { basePath, trailingSlash, mount } = configOf(tree);
  return { ...MOUNT, ...mount, basePath, trailingSlash };
}

const WATCH_MS = 250;

/** npm dies of a signal and hands it to nobody whom it has started: then this process has another parent. */
function endWithNpm({ env }: Shell, end: () => void): NodeJS.Timeout | undefined {
  const parent = process.ppid;
  if (!env.npm_command) return undefined;
  return setInterval(() => process.ppid === parent || end(), WATCH_MS).unref();
}

async function beside(command: readonly string[], folder: string, shell: Shell): Promise<number> {
  const { addresses, itself, sentry, inngest } = await startBoth(folder);
  const both: readonly StandIn<unknown>[] = [sentry, ...(inngest ? [inngest] : [])];
  const say = (line: string) => shell.stderr.write(`roundtrip local: ${line}\n`);
  try {
    say(
      `the local Sentry is at ${sentry.facts.url}${inngest ? `, the local Inngest at ${inngest.facts.url}` : ""}`,
    );
    for (const { lost } of both) void lost.then((why) => say(`${why}. Start again.`));
    const env = environmentOf(folder, shell, sentry.facts, inngest?.facts ?? null);
    const isMade = env.ADMIN_TOKEN !== undefined && env.ADMIN_TOKEN !== shell.env.ADMIN_TOKEN;
    const running = run(command, env, folder, shell, (origin) => {
      const page = `${origin}${hrefOf("/admin/sentry/sign-in", addresses)}`;
      const { api, basePath } = addresses;
      const target = `${origin}${basePath}${api === MOUNT.api ? "" : ` --api ${api}`}`;
      say(`the checks are at ${page}${isMade ? `#token=${env.ADMIN_TOKEN}` : ""}`);
      say(`fire them by: ADMIN_TOKEN=${isMade ? env.ADMIN_TOKEN : "…"} ${itself} verify --url ${target}`);
    });
    shell.onSignal?.(running.end);
    const watch = endWithNpm(shell, () => running.end("SIGTERM"));
    return await running.ended.finally(() => clearInterval(watch));
  } finally {
    await Promise.all(both.map((one) => one.stop()));
  }
}

export const localCommand: Command = {
  name: "local",
  summary: "run an app beside a local Sentry and a local Inngest",
  async run(argv, shell) {
    try {
      const { own, command } = split(argv);
      if (parseOptions(own, OPTIONS, "roundtrip local").values.help) {
        shell.stdout.write(LOCAL_HELP);
        return 0;
      }
      if (command.length === 0)
        throw new CannotRun("It needs the command that starts the app, such as: local -- npm run dev");
      return await beside(command, process.cwd(), shell);
    } catch (error) {
      shell.stderr.write(`roundtrip local: ${failureSaid(error)}\n`);
      return 2;
    }
  },
};
