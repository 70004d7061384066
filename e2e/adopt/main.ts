import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CannotRun } from "#cli/errors.js";
import { parseOptions } from "#cli/options.js";
import { ROOT } from "@/local/root";
import { type Stack, startStack } from "@/local/stack";
import { type Step, stepsOf } from "./steps";

/** Newest of this major version: what somebody gets who begins today. */
const CREATE = [
  "--yes",
  "create-next-app@16",
  "shop",
  "--yes",
  "--ts",
  "--app",
  "--empty",
  "--tailwind",
].concat(
  ["--no-linter", "--no-src-dir", "--no-react-compiler", "--import-alias", "@/*", "--use-npm"],
  ["--skip-install", "--disable-git"],
);
const USAGE = `usage: npm run test:adopt
  follows docs/adopt.md, step by step, on a fresh app of create-next-app; needs npm's registry and some minutes
  -h, --help   this text`;
const DOCUMENTED = "http://127.0.0.1:3000";

const say = (line: string) => console.error(line);

/** Ends this process's children with it; their output goes to stderr. */
async function command(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", 2, 2],
  });
  const stop = () => void child.kill("SIGTERM");
  process.once("exit", stop);
  const [code] = await once(child, "exit");
  process.off("exit", stop);
  if (code !== 0) throw new Error(`ended with ${code}: ${[program, ...args].join(" ")}`);
}

/** Carries out one documented step; `npm start` gives the running app. */
async function carryOut(step: Step, app: string, stack: Stack | null): Promise<Stack | null> {
  if (step.kind === "file") {
    say(`— writing ${step.path}`);
    await mkdir(dirname(join(app, step.path)), { recursive: true });
    await writeFile(join(app, step.path), step.text);
    return stack;
  }
  say(`— ${step.place}: ${step.commands}`);
  if (step.commands === "npm start") {
    // As the step says, with the stand-ins' variables and on a free port.
    return startStack({ directory: app });
  }
  const cwd = step.place === "in Roundtrip" ? ROOT : app;
  const commands = stack ? step.commands.replaceAll(DOCUMENTED, stack.url) : step.commands;
  await command("bash", ["-e", "-c", commands], cwd, stack ? { ADMIN_TOKEN: stack.token } : {});
  return stack;
}

/** Follows docs/adopt.md, step by step, on a fresh app beside a stand-in for this checkout's parent folder. */
async function main(): Promise<number> {
  const options = { help: { type: "boolean", short: "h", default: false } } as const;
  if (parseOptions(process.argv.slice(2), options, "npm run test:adopt --").values.help) {
    console.log(USAGE);
    return 0;
  }
  const steps = stepsOf(await readFile(join(ROOT, "docs/adopt.md"), "utf8"));
  const home = await mkdtemp(join(tmpdir(), "roundtrip-adopt-"));
  const app = join(home, "shop");
  let stack: Stack | null = null;
  const began = Date.now();
  try {
    await command("npx", CREATE, home);
    for (const step of steps) {
      const here =
        step.kind === "shell" ? { ...step, commands: step.commands.replaceAll("../shop", app) } : step;
      stack = await carryOut(here, app, stack);
    }
    if (!stack) throw new Error("docs/adopt.md never says npm start");
    await everyCheck(stack, app);
    console.log(
      `adopt: ${steps.length} steps passed, 0 failed, ${Math.round((Date.now() - began) / 1000)} s`,
    );
    return 0;
  } finally {
    await stack?.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** The documented step fires the default checks; here the other places too, and the page and its styles. */
async function everyCheck(stack: Stack, app: string): Promise<void> {
  const others = "sentry-render,sentry-action,sentry-edge,sentry-proxy,sentry-control-flow";
  const args = ["tools/roundtrip/roundtrip.mjs", "verify", "--url", stack.url, "--checks", others];
  await command(process.execPath, args, app, { ADMIN_TOKEN: stack.token });
  const page = await (await fetch(`${stack.url}/admin/login`)).text();
  const styles = [...page.matchAll(/href="(\/_next\/[^"]+\.css)/g)].map(([, path = ""]) => path);
  const texts = await Promise.all(styles.map(async (path) => (await fetch(`${stack.url}${path}`)).text()));
  if (!texts.some((text) => text.includes("--color-paper"))) throw new Error("the page has lost its styles");
  if (!(await (await fetch(stack.url)).text()).includes("Hello world!"))
    throw new Error("the app's own page is gone");
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (error instanceof CannotRun) {
      console.error(error.message);
      process.exit(2);
    }
    console.log(`adopt: failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
