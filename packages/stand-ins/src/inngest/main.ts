import { z } from "zod";
import { parseOptions } from "#options.js";
import { PortTaken, portTaken } from "#port.js";
import { type InngestOptions, startInngest } from "./server.js";

const USAGE = `usage: npx tsx packages/stand-ins/src/inngest/main.ts [options]
  --port <n>             8288 unless given; 0 takes a free port
  --app <url>            the app's Inngest route, as http://127.0.0.1:3000/api/inngest
  --signing-key <key>    signkey-test-<hex>; without it nothing is signed (the SDK's dev mode)
  --event-key <key>      the only event key to take; without it any is good
  --backoff-ms <a,b,…>   waits before the first, second… retry; the last one repeats. Without it a real server's:
                         half a minute before the first
  --keep <file>          apps and events outlive a restart of the process there; the queue never does
  --json                 one JSON line on stdout when ready
  --with-parent          exit when stdin closes
  --help                 this text`;

const argumentsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(8288),
  app: z.url({ protocol: /^https?$/ }).optional(),
  "signing-key": z.string().optional(),
  "event-key": z.string().min(1).optional(),
  "backoff-ms": z
    .string()
    .regex(/^\d+(,\d+)*$/, "must be milliseconds with commas between, as 200,1000,5000")
    .transform((list) => list.split(",").map(Number))
    .optional(),
  keep: z.string().min(1).optional(),
  json: z.boolean().default(false),
  "with-parent": z.boolean().default(false),
  help: z.boolean().default(false),
});

function readArguments(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values } = parseOptions(
    args,
    {
      port: text,
      app: text,
      "signing-key": text,
      "event-key": text,
      "backoff-ms": text,
      keep: text,
      json: flag,
      "with-parent": flag,
      help: { ...flag, short: "h" },
    } as const,
    "npx tsx packages/stand-ins/src/inngest/main.ts",
  );
  return argumentsSchema.parse(values);
}

async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  if (given.help) return console.log(USAGE);
  const options: InngestOptions = {
    port: given.port,
    log: (line) => console.error(`${new Date().toISOString()} ${line}`),
    ...(given.app === undefined ? {} : { app: given.app }),
    ...(given["signing-key"] === undefined ? {} : { signingKey: given["signing-key"] }),
    ...(given["event-key"] === undefined ? {} : { eventKey: given["event-key"] }),
    ...(given.keep === undefined ? {} : { keep: given.keep }),
    ...(given["backoff-ms"] === undefined ? {} : { backoffMs: given["backoff-ms"] }),
  };
  const server = await startInngest(options).catch((error: unknown) => {
    const code = errorCode(error);
    throw code === "EADDRINUSE" || code === "EACCES" ? portTaken(given.port, "--port", code) : error;
  });
  const stop = () => {
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  if (given["with-parent"]) process.stdin.once("end", stop).once("close", stop).resume();
  const { url, eventKey, signingKey } = server;
  if (given.json) console.log(JSON.stringify({ url, eventKey, signingKey, app: given.app ?? null }));
  else console.error(`local Inngest at ${url} (${signingKey === null ? "dev mode, unsigned" : "signed"})`);
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

main().catch((error: unknown) => {
  const message =
    error instanceof z.ZodError
      ? z.prettifyError(error)
      : error instanceof Error
        ? error.message
        : String(error);
  console.error(error instanceof PortTaken ? message : `${message}\n\n${USAGE}`);
  process.exit(2);
});
