import { parseOptions } from "#cli/options.js";
import { counted } from "#verdict/text/plural.js";
import { build } from "@/local/build";
import { type Stack, startStack } from "@/local/stack";
import type { Figure } from "./figure";
import { image } from "./host/image";
import { latency } from "./host/latency";
import { memory } from "./host/memory";
import { ownPages } from "./host/own-pages";
import { start } from "./host/start";
import { stranger } from "./host/stranger";
import { flight } from "./runs/flight";
import { lag } from "./runs/lag";
import { page } from "./runs/page";
import { polls } from "./runs/polls";
import { store } from "./runs/store";
import { wall } from "./runs/wall";
import { table } from "./table";

const USAGE = `usage: npm run bench -- [--only NAME] [--json]
  --only   one of latency, lag, page, own-pages, wall, start, memory,
           image, store, flight, polls, stranger; may be given several times
  --json   one JSON object on stdout, everything else on stderr
  --help   this text`;

/** Needs the running stack, or brings its own servers. */
type Bench = { name: string } & (
  | { on: "stack"; run: (stack: Stack) => Promise<Figure[]> }
  | { on: "own"; run: () => Promise<Figure[]> }
);

const BENCHES: readonly Bench[] = [
  { name: "page", on: "stack", run: page },
  { name: "lag", on: "stack", run: lag },
  { name: "wall", on: "stack", run: wall },
  { name: "polls", on: "stack", run: polls },
  { name: "own-pages", on: "own", run: ownPages },
  { name: "latency", on: "own", run: latency },
  { name: "start", on: "own", run: start },
  { name: "memory", on: "own", run: memory },
  { name: "image", on: "own", run: image },
  { name: "store", on: "own", run: store },
  { name: "flight", on: "own", run: flight },
  { name: "stranger", on: "own", run: stranger },
];

const say = (line: string) => console.error(line);

function options() {
  const { values } = parseOptions(
    process.argv.slice(2),
    {
      only: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    } as const,
    "npm run bench --",
  );
  const unknown = values.only.find((name) => !BENCHES.some((one) => one.name === name));
  if (unknown !== undefined)
    throw new Error(`--only ${unknown}: there is only ${BENCHES.map((one) => one.name).join(", ")}`);
  return values;
}

async function main(): Promise<void> {
  const given = options();
  if (given.help) return console.log(USAGE);
  const wanted = BENCHES.filter(({ name }) => given.only.length === 0 || given.only.includes(name));
  if (wanted.some(({ name }) => !["latency", "own-pages", "start", "store"].includes(name))) await build();
  const results: Record<string, Figure[]> = {};
  const measure = async (name: string, run: () => Promise<Figure[]>) => {
    say(`measuring ${name} …`);
    results[name] = await run();
  };
  const onStack = wanted.filter((one) => one.on === "stack");
  if (onStack.length > 0) {
    const stack = await startStack({
      env: { FIRE_LIMIT_PER_MINUTE: "10000", FIRE_LIMIT_PER_HOUR: "100000" },
    });
    try {
      for (const { name, run } of onStack) await measure(name, () => run(stack));
    } finally {
      await stack.stop();
    }
  }
  for (const one of wanted) if (one.on === "own") await measure(one.name, one.run);
  const figures = Object.values(results).flat();
  console.log(given.json ? JSON.stringify({ node: process.version, ...results }) : table(figures));
  const missed = figures.filter((one) => one.met === false).length;
  if (missed > 0) say(`${counted(missed, "goal")} missed; timings are no tests, so this exits with 0`);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);
