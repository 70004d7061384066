import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseOptions } from "#cli/options.js";
import { REDIS_MISSING, redisBinary } from "#store/testing/redis.js";
import { build } from "@/local/build";
import { leave } from "@/local/leave";
import { ROOT } from "@/local/root";
import { Fleet } from "../fleet/fleet";
import { Tally } from "../peers/part";
import { buildOlder, commitOf, jointMaps, removeOlder, Unavailable } from "./older";
import { ENV, roll } from "./rolling";

const USAGE = `usage: npm run test:versions -- [COMMIT]
  a rolling deployment: this version and an older one behind one address, over one Redis and over one database file.
  Runs that one fires the other reads, carries on and judges, the canary's, too
  COMMIT       of this clone; without it the one before the last that changed how a store keeps what it has
  --built DIR  a working tree of that commit which is built already
  --help, -h   this text`;

async function rolling(older: string, home: string): Promise<Tally> {
  const tally = new Tally();
  const directories = [ROOT, older];
  const maps = await jointMaps(directories, join(home, "maps"));
  const places = { Redis: {}, "a database file": { STORE_URL: `file:${join(home, "runs.db")}` } };
  for (const [place, env] of Object.entries(places)) {
    const fleet = await Fleet.start(2, { ...ENV, ...env }, { directories, maps });
    try {
      await roll(fleet, place, tally);
    } finally {
      await fleet.stop();
    }
  }
  return tally;
}

async function main(): Promise<number> {
  const options = {
    help: { type: "boolean", short: "h", default: false },
    built: { type: "string" },
  } as const;
  const given = parseOptions(process.argv.slice(2), options, "npm run test:versions --", { words: true });
  if (given.values.help) {
    console.log(USAGE);
    return 0;
  }
  if (redisBinary() === null) throw new Unavailable(REDIS_MISSING);
  process.setMaxListeners(50);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => process.exit(130));
  const home = await mkdtemp(join(tmpdir(), "roundtrip-versions-"));
  const { built } = given.values;
  const older = built ?? join(home, "older");
  try {
    await build();
    if (!built) {
      const commit = await commitOf(given.positionals[0]);
      console.error(`Building ${commit.slice(0, 12)} …`);
      await buildOlder(commit, older);
    }
    const { passed, failed } = await rolling(older, home);
    console.log(`versions: ${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    if (!built) await removeOlder(older);
    await rm(home, { recursive: true, force: true });
  }
}

main().then(
  (code) => leave(code),
  (error: unknown) => {
    const said = error instanceof Error ? error.message : String(error);
    console.error(error instanceof Unavailable ? `SKIPPED: ${said}` : said);
    process.exit(2);
  },
);
