import {
  type CheckDay,
  MOST_LISTED,
  type Scope,
  type Stretch,
  type StretchEnd,
  type StretchQuery,
} from "#store/history/counts.js";
import { checkDays, latencyKey, newest } from "#store/history/entries.js";
import { placeAt, runAt } from "#store/history/place.js";
import type { Decision } from "#store/runs.js";
import { dayOf, daysUntil, isBad, startOf } from "#verdict/history/days.js";
import { bucketOf } from "#verdict/history/latency.js";
import type { Run } from "#verdict/run.js";
import type { RedisClient } from "./client.js";

const DAY_MS = startOf(1);

// All of it is in the slot of the lists, since one verdict moves several counts at once.
const AT = "{roundtrip}:history";
const dayKey = (day: number, { environment, release }: Scope) =>
  `${AT}:day:${day}:${JSON.stringify([environment, release])}`;
/** Which verdict each run of a day was counted with. */
const countedKey = (day: number) => `${AT}:counted:${day}`;
/** The runs of a series in the order of firing, failed ones apart from passed ones. */
const seriesKey = (check: string, environment: string, release: string | null, bad: boolean) =>
  `${AT}:${bad ? "bad" : "good"}:${JSON.stringify([check, environment, release])}`;
const ENVIRONMENTS = `${AT}:environments`;
const releasesKey = (environment: string | null) => `${AT}:releases:${JSON.stringify(environment)}`;

/**
 * Counts a verdict once, and corrects what was counted of its run before. An older verdict than that changes
 * nothing.
 */
export async function count(
  client: RedisClient,
  run: Run,
  decision: Decision,
  retentionMs: number,
): Promise<void> {
  const { id, check, firedAt } = run;
  const { environment, release } = run.running;
  const day = dayOf(firedAt);
  const scopes = [environment, null].flatMap((one) =>
    [release, null].map((other) => ({ environment: one, release: other })),
  );
  const series = [null, release].flatMap((one) =>
    [true, false].map((bad) => seriesKey(check, environment, one, bad)),
  );
  await client.countVerdict(
    countedKey(day),
    ...(scopes.map((scope) => dayKey(day, scope)) as [string, string, string, string]),
    ...(series as [string, string, string, string]),
    ENVIRONMENTS,
    releasesKey(null),
    releasesKey(environment),
    id,
    decision.revisedAt,
    decision.verdict,
    decision.latencyMs === null ? "" : latencyKey(bucketOf(decision.latencyMs)),
    check,
    placeAt(firedAt, id),
    isBad(decision.verdict) ? 1 : 0,
    firedAt,
    environment,
    release,
    // No day is forgotten while a run of it is kept.
    Math.ceil(startOf(day) + DAY_MS + retentionMs),
    retentionMs,
  );
}

/** @param now milliseconds since the epoch: no later day has runs */
export async function days(
  client: RedisClient,
  scope: Scope,
  fromDay: number,
  now: number,
): Promise<CheckDay[]> {
  const wanted = daysUntil(now + DAY_MS, Math.max(0, dayOf(now) + 2 - fromDay));
  const hashes = await Promise.all(wanted.map((day) => client.hgetall(dayKey(day, scope))));
  return checkDays(
    hashes.flatMap((hash, index) =>
      Object.entries(hash).map(([field, count]) => {
        const [check = "", what = ""] = field.split(" ");
        return { day: wanted[index] ?? 0, check, what, count: Number(count) };
      }),
    ),
  );
}

export async function stretches(
  client: RedisClient,
  query: StretchQuery,
  decisions: (run: string) => Promise<unknown>,
): Promise<Stretch[]> {
  const { release, since, until, limit } = query;
  const before = until === undefined ? "" : placeAt(until);
  const series = query.checks.flatMap((check) =>
    query.environments.map((environment) => ({ check, environment })),
  );
  const found = await Promise.all(
    series.map(async ({ check, environment }) => {
      const [bad, good] = [true, false].map((one) => seriesKey(check, environment, release, one));
      const places = await client.findStretches(bad ?? "", good ?? "", placeAt(since), limit, before);
      return places.map((one) => ({ check, environment, places: one }));
    }),
  );
  const { decisionOf } = await import("#store/text.js");
  const end = async (place: string): Promise<StretchEnd> => {
    const at = runAt(place);
    const { verdict = null, cause = null } = decisionOf(await decisions(at.run)) ?? {};
    return { ...at, verdict, cause };
  };
  const given = newest(found.flat(), limit, ({ places: [first = "", , , after] }) => ({
    firedAt: runAt(first).firedAt,
    ended: Boolean(after),
  }));
  return Promise.all(
    given.map(async ({ check, environment, places: [first = "", last = "", before, after] }) => {
      const [opened, closed] = await Promise.all([end(first), end(last)]);
      return {
        check,
        environment,
        first: opened,
        last: closed,
        preceded: Boolean(before),
        end: after ? runAt(after) : null,
      };
    }),
  );
}

export const environments = async (client: RedisClient): Promise<string[]> =>
  (await client.zrevrange(ENVIRONMENTS, 0, String(MOST_LISTED - 1))).sort();

export const releases = (client: RedisClient, environment: string | null): Promise<string[]> =>
  client.zrevrange(releasesKey(environment), 0, String(MOST_LISTED - 1));
