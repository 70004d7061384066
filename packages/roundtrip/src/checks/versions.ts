/** A package that Roundtrip cannot do without, and the first version that it can work with. */
export interface Needed {
  name: string;
  least: string;
  /** What an older one lacks. */
  lacks: string;
}

const PINO = "9.10.0";
/** The first self-hosted Sentry that SDK 11 is made for (its migration guide). */
export const LEAST_SENTRY = "26.4.2";

export const NEEDED: readonly Needed[] = [
  { name: "next", least: "16.0.0", lacks: "It has no proxy.ts, and Roundtrip is tried on Next.js 16 alone." },
  {
    name: "@sentry/nextjs",
    least: "11.0.0",
    lacks: "Roundtrip follows events by options and hooks that it does not have.",
  },
  {
    name: "pino",
    least: PINO,
    lacks: "It has no channel for Sentry's pino integration: nothing that is logged is reported.",
  },
  {
    name: "zod",
    least: "4.0.0",
    lacks: "Roundtrip reads every answer with zod 4, and does not start without it.",
  },
];

/** The numbers of a version; null where it has none, as a build of one's own. A pre-release counts as its release. */
function numbersOf(version: string): readonly number[] | null {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version);
  return match ? match.slice(1).map((part) => Number(part ?? 0)) : null;
}

/** True when a version is known to be older than another; what cannot be read is not. */
export function isOlder(version: string, least: string): boolean {
  const [have, need] = [numbersOf(version), numbersOf(least)];
  if (!have || !need) return false;
  const at = need.findIndex((part, index) => part !== have[index]);
  return at >= 0 && (have[at] ?? 0) < (need[at] ?? 0);
}

/** Versions by the packages' names; null: it is not known which is installed. */
export type Versions = Readonly<Record<string, string | null>>;

export const tooOld = (versions: Versions): (Needed & { version: string })[] =>
  NEEDED.flatMap((one) => {
    const version = versions[one.name] ?? null;
    return version !== null && isOlder(version, one.least) ? [{ ...one, version }] : [];
  });

/** A pino that Sentry's integration cannot listen to. */
export const isDeafPino = (version: string): boolean => isOlder(version, PINO);
