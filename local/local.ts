import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseOptions } from "#cli/options.js";
import { demandPort, portOf } from "#stand-ins/port.js";
import { ROOT } from "./root";
import { appEnv, startInngest, startSentry } from "./stack";

const USAGE = `usage: npm run local -- [options]
       npm run local -- COMMAND, such as npm run dev: runs it beside both, and ends all of it together
  starts a local Sentry and a local Inngest, prints the variables that point an app at them, runs until Ctrl-C
  --app URL          where the app will listen (http://127.0.0.1:3000)
  --sentry-port N    9000; 0 takes a free port
  --inngest-port N   8288; 0 takes a free port
  --json             the variables as one JSON object
  -h, --help         this text

npm run -s local > .env.local writes the variables to where npm run dev reads them.`;

const OPTIONS = {
  json: { type: "boolean", default: false },
  app: { type: "string", default: "http://127.0.0.1:3000" },
  "sentry-port": { type: "string", default: "9000" },
  "inngest-port": { type: "string", default: "8288" },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** The package's own command does it, as in any other app. */
async function beside(command: readonly string[]): Promise<never> {
  const args = ["packages/roundtrip/dist/cli/roundtrip.mjs", "local", "--", ...command];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, "exit");
  process.exit(typeof code === "number" ? code : 2);
}

/** `npm run local`: the two stand-ins alone, and the variables that point an app at them. */
async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  if (argv[0] !== undefined && !argv[0].startsWith("-")) return beside(argv);
  const { values } = parseOptions(argv, OPTIONS, "npm run local --");
  if (values.help) return console.log(USAGE);
  const app = URL.canParse(values.app) ? new URL(values.app) : null;
  if (app?.protocol !== "http:" && app?.protocol !== "https:")
    throw new Error("--app must be the app's address, such as http://127.0.0.1:3000");
  const ports = {
    sentry: portOf("--sentry-port", values["sentry-port"]),
    inngest: portOf("--inngest-port", values["inngest-port"]),
  };
  await demandPort(ports.sentry, "--sentry-port");
  await demandPort(ports.inngest, "--inngest-port");
  if (ports.sentry !== 0 && ports.sentry === ports.inngest)
    throw new Error("--sentry-port and --inngest-port must differ.");
  const log = (line: string) => console.error(line);
  const sentry = await startSentry({ port: ports.sentry, maps: ".next", log });
  const inngest = await startInngest({
    port: ports.inngest,
    app: new URL("/api/inngest", app).href,
    log,
  });
  const { ADMIN_TOKEN: _token, ...variables } = appEnv(sentry.facts, inngest.facts);
  if (values.json) console.log(JSON.stringify(variables));
  else for (const [name, value] of Object.entries(variables)) console.log(`${name}=${value}`);

  const stop = () =>
    void Promise.all([sentry.running.stop(), inngest.running.stop()]).then(() => process.exit(0));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(2);
});
