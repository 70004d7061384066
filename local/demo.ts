import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { parseOptions } from "#cli/options.js";
import { demandPort, freePort, portOf } from "#stand-ins/port.js";
import { patiently } from "./beat";
import { build, isBuilt } from "./build";
import { leave } from "./leave";
import { type Stack, startStack } from "./stack";

const USAGE = `usage: npm run demo -- [--once] [--json] [--port 3000]
  --once   run the checks once, then end everything and exit with the verdict
  --json   one JSON object on stdout, everything else on stderr
  --port   where the app listens (3000; 0 takes a free port)
  --help   this text`;

const OPTIONS = {
  once: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  port: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

const say = (line: string) => console.error(line);

function options() {
  const { values } = parseOptions(process.argv.slice(2), OPTIONS, "npm run demo --");
  const { once, json, help } = values;
  const fallback = once ? 0 : 3000;
  return { once, json, help, port: values.port === undefined ? fallback : portOf("--port", values.port) };
}

/** Runs `verify` as a user would, as a process of its own that only knows address and token. */
async function verify(stack: Stack, json: boolean): Promise<number> {
  const args = ["packages/roundtrip/dist/cli/roundtrip.mjs", "verify", "--url", stack.url, "--wait", "60"];
  if (json) args.push("--json");
  const child = spawn(process.execPath, args, {
    cwd: resolve(import.meta.dirname, ".."),
    env: { ...process.env, ADMIN_TOKEN: stack.token },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = await once(child, "exit");
  return typeof code === "number" ? code : 2;
}

async function main(): Promise<number> {
  const given = options();
  if (given.help) {
    console.log(USAGE);
    return 0;
  }
  // Before anything that takes its time.
  await demandPort(given.port, "--port");
  if (!(await isBuilt())) say("Building the app (about a minute, once) …");
  await build();
  say("Starting a local Sentry, a local Inngest and the app …");
  const interrupted = new Promise<void>((stop) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop());
  });
  // A build takes long enough for somebody else to come.
  await demandPort(given.port, "--port");
  // The local Sentry has no quota to spend: a whole trace is seen, and all checks may be fired again and again.
  const env = { SENTRY_TRACE_SAMPLE_RATE: "1", FIRE_LIMIT_PER_MINUTE: "300", FIRE_LIMIT_PER_HOUR: "3000" };
  const starting = patiently("starting", startStack({ port: given.port || (await freePort()), env }));
  const stack = await Promise.race([starting, interrupted.then(() => null)]);
  // What had been started ends with this process: see processes.ts.
  if (!stack) return 130;
  try {
    const code = await Promise.race([verify(stack, given.json), interrupted.then(() => 130)]);
    if (given.once || code === 130) return code;
    say(`
Everything stays up. Sign in and look around:
  ${stack.url}/admin/sentry/sign-in#token=${stack.token}
  the local Sentry   ${stack.sentry.url}
  the local Inngest  ${stack.inngest.url}
Ctrl-C ends all of it.`);
    await interrupted;
    return 0;
  } finally {
    await stack.stop();
  }
}

main().then(
  (code) => leave(code),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);
