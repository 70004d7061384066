import { parseArgs } from "node:util";
import { appEnv, startInngest, startSentry } from "./stack";

/** `npm run local`: the two stand-ins alone, and the variables that point an app at them. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      app: { type: "string", default: "http://127.0.0.1:3000" },
      "sentry-port": { type: "string", default: "9000" },
      "inngest-port": { type: "string", default: "8288" },
    },
  });
  if (!URL.canParse(values.app))
    throw new Error("--app must be the app's address, such as http://127.0.0.1:3000");
  const port = (name: "sentry-port" | "inngest-port") => {
    const number = Number(values[name]);
    if (!(Number.isInteger(number) && number >= 0 && number <= 65_535))
      throw new Error(`--${name} must be 0 to 65535`);
    return number;
  };
  const log = (line: string) => console.error(line);
  const sentry = await startSentry({ port: port("sentry-port"), maps: ".next", log });
  const inngest = await startInngest({
    port: port("inngest-port"),
    app: new URL("/api/inngest", values.app).href,
    log,
  });
  const { ADMIN_TOKEN: _token, SESSION_SECRET: _secret, ...variables } = appEnv(sentry.facts, inngest.facts);
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
