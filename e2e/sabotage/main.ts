import { writeFile } from "node:fs/promises";
import { parseOptions } from "#cli/options.js";
import { build } from "@/local/build";
import { leave } from "@/local/leave";
import type { Report } from "@/local/suites/report";
import { alteredBuild } from "./altered/build";
import { isHostFault } from "./altered/patches";
import { noChromium } from "./browser";
import { Ground } from "./ground";
import { carryOut, failed, faultsOf, type Outcome, tell } from "./outcome";
import { needsBrowser, type Sabotage, sentence } from "./sabotage";
import { SABOTAGES } from "./sabotages";
import { table } from "./table";

const USAGE = `usage: npm run test:sabotage -- [--quick | --packed | --long] [--doctor] [--list] [--out FILE] [words]
  words       only sabotages whose sentence contains all of them
  --quick     only those that npm test runs, too
  --packed    only faults in the app's own files, with the package as npm would publish it
  --long      only those that are neither
  --doctor    only what the doctor says of each: nothing is fired
  --list      print the sentences, and run nothing
  --out FILE  writes how many passed and what failed as JSON
  --help      this text`;

/** Waiting is most of the work, so that several systems are broken at one time; of the build with faults, some more. */
const LANES = 3;
const CODE_LANES = 2;

interface Way {
  stop: AbortSignal;
  /** False: the doctor alone is asked. */
  fires: boolean;
}

/** Works off a queue on a system of its own until the queue is empty, or `stop` says so. */
async function lane(
  queue: Sabotage[],
  outcomes: Outcome[],
  { stop, fires }: Way,
  directory?: string,
): Promise<void> {
  if (queue.length === 0 || stop.aborted) return;
  const ground = await Ground.start(directory);
  const end = () => void ground.stop();
  stop.addEventListener("abort", end);
  try {
    for (let next = queue.shift(); next && !stop.aborted; next = queue.shift()) {
      const outcome = await carryOut(ground, next, fires);
      if (stop.aborted) return;
      outcomes.push(outcome);
      tell(outcome);
    }
  } finally {
    stop.removeEventListener("abort", end);
    await ground.stop();
  }
}

/** The build with faults takes as long as the app's own: it is made while the others are at work. */
async function codeLane(
  queue: Sabotage[],
  outcomes: Outcome[],
  way: Way,
  altered: Promise<string>,
): Promise<void> {
  try {
    await lane(queue, outcomes, way, await altered);
  } catch (error) {
    // The others go on; what could not be carried through has failed.
    const why = error instanceof Error ? error.message : String(error);
    outcomes.push(...queue.splice(0).map((sabotage) => ({ sabotage, results: [], error: why, ms: 0 })));
  }
}

/** As many lanes as there may be, or fewer where a system of its own would be for a handful of sabotages. */
const lanes = (most: number, queue: readonly Sabotage[], run: () => Promise<void>): Promise<void>[] =>
  Array.from({ length: Math.min(most, Math.ceil(queue.length / 4)) }, run);

/** What `npm test` reads of a run. */
function report(outcomes: readonly Outcome[], missing: number, skips: string[]): Report {
  const bad = outcomes.filter(failed);
  const firstLine = (text: string) => text.split("\n", 1)[0] ?? "";
  const failures = bad.map((one) => ({
    name: sentence(one.sabotage),
    why: faultsOf(one).map(firstLine).join("; "),
  }));
  if (missing > 0) failures.push({ name: `${missing} sabotages`, why: "they were not run" });
  return {
    passed: outcomes.length - bad.length,
    failed: bad.length + missing,
    skipped: skips.length,
    failures,
    skips,
    times: outcomes.map(({ sabotage, ms }) => ({ name: sentence(sabotage), ms })),
  };
}

/** Those that show what the published package makes of a host's mistakes. */
const isPacked = (one: Sabotage): boolean => one.fault !== undefined && isHostFault(one.fault);

/** Those that `npm test` runs, too: without a build of their own. */
const isQuick = ({ quick, fault }: Sabotage): boolean => quick === true && fault === undefined;

async function main(): Promise<number> {
  const { values, positionals } = parseOptions(
    process.argv.slice(2),
    {
      quick: { type: "boolean", default: false },
      long: { type: "boolean", default: false },
      packed: { type: "boolean", default: false },
      doctor: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      out: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    } as const,
    "npm run test:sabotage --",
    { words: true },
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const words = positionals.map((word) => word.toLowerCase());
  const matching = SABOTAGES.filter(
    (one) =>
      (!values.quick || isQuick(one)) &&
      (!values.long || !(isQuick(one) || isPacked(one))) &&
      (!values.packed || isPacked(one)) &&
      (!values.doctor || one.doctor !== undefined) &&
      words.every((word) => sentence(one).toLowerCase().includes(word)),
  );
  if (matching.length === 0) throw new Error(`no sabotage matches ${words.join(" ")}; --list shows them all`);
  if (values.list) {
    for (const one of matching) console.log(sentence(one));
    return 0;
  }
  const why = noChromium();
  const skipped = why ? matching.filter(needsBrowser) : [];
  const chosen = matching.filter((one) => !skipped.includes(one));
  await build();
  // Each process of each lane is ended with this one.
  process.setMaxListeners(50);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop.abort());
  const way: Way = { stop: stop.signal, fires: !values.doctor };
  const began = performance.now();
  const outcomes: Outcome[] = [];
  const ofCode = chosen.filter((one) => one.fault);
  const queue = chosen.filter((one) => !one.fault);
  const altered = ofCode.length > 0 ? alteredBuild(values.packed ? "packed" : "linked") : Promise.resolve("");
  await Promise.all([
    ...lanes(values.packed ? LANES : CODE_LANES, ofCode, () => codeLane(ofCode, outcomes, way, altered)),
    ...lanes(LANES, queue, () => lane(queue, outcomes, way)),
  ]);
  console.log(table(chosen.flatMap((one) => outcomes.filter(({ sabotage }) => sabotage === one))));
  const bad = outcomes.filter(failed).length;
  const green = outcomes.flatMap(({ results }) => results).filter((one) => one.falseGreen).length;
  const missing = chosen.length - outcomes.length;
  // Again at the end, where whoever reads a long log looks first.
  for (const outcome of outcomes.filter(failed)) tell(outcome);
  if (missing > 0) console.log(`${missing} were not run`);
  const skips = skipped.map((one) => `${sentence(one)} (${why})`);
  for (const one of skips) console.log(`SKIPPED ${one}`);
  console.log(`false greens: ${green}, ${Math.round((performance.now() - began) / 1000)} s`);
  if (values.out) await writeFile(values.out, JSON.stringify(report(outcomes, missing, skips)));
  const left = skipped.length > 0 ? `, ${skipped.length} skipped` : "";
  const which = values.quick ? ", the quick ones" : values.packed ? " of the packed package" : "";
  const name = `sabotage${which}`;
  console.log(`${name}: ${outcomes.length - bad} passed, ${bad} failed${left}`);
  return bad > 0 || missing > 0 ? 1 : 0;
}

main().then(
  (code) => leave(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);
