import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parseOptions } from "#cli/options.js";
import { leave } from "@/local/leave";
import { ROOT } from "@/local/root";
import type { Report } from "@/local/suites/report";
import { bringPnpm, createApp, makeHost, pack } from "./make";
import { HOSTS } from "./rows/all";
import type { Host } from "./rows/host";
import { must } from "./run";
import { type Outcome, prove } from "./steps";
import { docsOf, tableOf } from "./table";

const names = (hosts: readonly Host[]): string => hosts.map(({ name }) => name).join(", ");
const CI = HOSTS.filter(({ ci }) => ci);

const USAGE = `usage: npm run test:hosts -- [--all] [--write] [--out FILE] [NAME …]
  apps as people have them, entered by roundtrip init from the packed package, built, linted, verified, broken, and left
  again; two side by side
  NAME          one of ${names(HOSTS)}; ${names(CI)}, if none is named
  --all         all of them
  --write       puts those that passed into docs/hosts.md
  --out FILE    writes how many passed and what failed as JSON
  --help, -h    this text
  KEEP_HOSTS=1 in the environment keeps the apps, to look at`;

const DOCS = join(ROOT, "docs/hosts.md");
/** Hosts that are proven at one time: what one waits for, the other uses. */
const SIDE_BY_SIDE = 2;

/** What a host has to say comes whole, once it has ended: two run at one time. */
async function one(host: Host, folder: string, fresh: string, packed: string): Promise<Outcome> {
  const lines = [`\n${host.name}`];
  try {
    const root = await makeHost(fresh, join(folder, host.name), host);
    return await prove(host, root, packed, (line) => lines.push(line));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    lines.push(`✗ ${why}`);
    return { host, passed: false, why, said: "", seconds: 0 };
  } finally {
    console.error(lines.join("\n"));
  }
}

async function all(hosts: readonly Host[], folder: string): Promise<Outcome[]> {
  const [packed, fresh] = await Promise.all([pack(join(folder, "packed")), createApp(folder)]);
  if (hosts.some(({ pnpm }) => pnpm)) {
    const bin = await bringPnpm(join(folder, "tools"));
    process.env.PATH = [bin, process.env.PATH].join(delimiter);
  }
  // Once for all: npx keeps one folder for a package, and two at one time would both fill it.
  await must("npx", ["--yes", "--package", packed, "roundtrip", "--help"], folder);
  const outcomes: Outcome[] = [];
  const waiting = [...hosts];
  const lane = async () => {
    for (let host = waiting.shift(); host; host = waiting.shift())
      outcomes.push(await one(host, folder, fresh, packed));
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  return hosts.flatMap((host) => outcomes.find((outcome) => outcome.host === host) ?? []);
}

/** What `npm run test:all` reads of a run. */
function report(outcomes: readonly Outcome[]): Report {
  const failures = outcomes.flatMap(({ host: { name }, passed, why }) => (passed ? [] : [{ name, why }]));
  return {
    passed: outcomes.length - failures.length,
    failed: failures.length,
    skipped: 0,
    failures,
    skips: [],
    times: outcomes.map(({ host, seconds }) => ({ name: host.name, ms: seconds * 1_000 })),
  };
}

async function main(): Promise<number> {
  const options = {
    help: { type: "boolean", short: "h", default: false },
    all: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    out: { type: "string" },
  } as const;
  const given = parseOptions(process.argv.slice(2), options, "npm run test:hosts --", { words: true });
  if (given.values.help) {
    console.log(USAGE);
    return 0;
  }
  const asked: readonly string[] = given.positionals;
  const unknown = asked.filter((name) => !HOSTS.some((host) => host.name === name));
  if (unknown.length > 0) {
    console.error(`there is no host ${unknown.join(", ")}\n${USAGE}`);
    return 2;
  }
  const named = HOSTS.filter(({ name }) => asked.includes(name));
  const hosts = given.values.all ? HOSTS : named.length > 0 ? named : CI;
  const folder = await mkdtemp(join(tmpdir(), "roundtrip-hosts-"));
  try {
    const outcomes = await all(hosts, folder);
    console.log(`\n${tableOf(outcomes)}`);
    const came = report(outcomes);
    console.log(`\nhosts: ${came.passed} passed, ${came.failed} failed`);
    if (given.values.out) await writeFile(given.values.out, JSON.stringify(came));
    if (given.values.write) {
      const before = await readFile(DOCS, "utf8").catch(() => "");
      await writeFile(
        DOCS,
        docsOf(
          outcomes,
          before,
          HOSTS.map(({ name }) => name),
        ),
      );
    }
    return came.failed === 0 ? 0 : 1;
  } finally {
    if (!process.env.KEEP_HOSTS) await rm(folder, { recursive: true, force: true });
    else console.error(`kept: ${folder}`);
  }
}

main().then(
  (code) => leave(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);
