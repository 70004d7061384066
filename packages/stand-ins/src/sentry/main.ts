import { existsSync } from "node:fs";
import { parseOptions } from "#options.js";
import { PortTaken } from "#port.js";
import { type SentryServer, startSentry } from "./server.js";

const USAGE = `npx tsx packages/stand-ins/src/sentry/main.ts [options]
  --port 9000        0 takes a free one
  --org local        organisation slug
  --project 4501     numeric project id, as in a DSN
  --key <32 hex>     public key of the DSN (made when not given)
  --token <token>    API token (made when not given)
  --delay-ms 150     from accepted to readable
  --maps <.next>     build directory whose source maps count as uploaded
  --with-parent      exit when stdin closes
  --json             one JSON line on stdout when ready; logs go to stderr
  --help             this text`;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readOptions() {
  try {
    return parseOptions(
      process.argv.slice(2),
      {
        port: { type: "string", default: "9000" },
        org: { type: "string" },
        project: { type: "string" },
        key: { type: "string" },
        token: { type: "string" },
        "delay-ms": { type: "string" },
        maps: { type: "string" },
        "with-parent": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      } as const,
      "npx tsx packages/stand-ins/src/sentry/main.ts",
    ).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

function wholeNumber(name: string, value: string, max: number): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isInteger(number) || number < 0 || number > max)
    fail(`--${name} must be a whole number from 0 to ${max}, not "${value}"`);
  return number;
}

function announce({ url, dsn, org, project, token, maps }: SentryServer, json: boolean): void {
  if (json) {
    console.log(JSON.stringify({ url, dsn, org, project, token, maps }));
    return;
  }
  console.log(`A local stand-in for Sentry listens on ${url}

  SENTRY_DSN=${dsn}
  SENTRY_URL=${url}
  SENTRY_ORG=${org}
  SENTRY_API_TOKEN=${token}

Events: ${url}/   Source maps: ${maps ?? "none (--maps .next)"}   Stop: Ctrl-C`);
}

async function main(): Promise<void> {
  const values = readOptions();
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const { org, project, key, token, maps } = values;
  const given = Object.entries({ org, project, key, token, maps }).filter(([, value]) => value !== undefined);
  const server = await startSentry({
    ...Object.fromEntries(given),
    port: wholeNumber("port", values.port, 65_535),
    ...(values["delay-ms"] === undefined
      ? {}
      : { delayMs: wholeNumber("delay-ms", values["delay-ms"], 86_400_000) }),
    log: (line) => console.error(line),
  });
  announce(server, values.json);
  if (maps !== undefined && !existsSync(maps))
    console.error(`--maps: ${maps} does not exist yet; frames are traced back once a build is there.`);

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void server.close().then(() => process.exit(0));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  // A parent that died, or closed its end of a pipe, must not take the stand-in down with an error.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  if (values["with-parent"]) {
    process.stdin.on("end", stop).on("close", stop).on("error", stop);
    process.stdin.resume();
  }
}

main().catch((error: unknown) => {
  if (error instanceof PortTaken) fail(error.message);
  if (error instanceof TypeError) fail(`--${error.message}`);
  console.error(error);
  process.exit(1);
});
