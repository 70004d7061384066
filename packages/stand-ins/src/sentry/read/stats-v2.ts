import type { Json } from "#sentry/json.js";
import type { State } from "#sentry/state.js";
import { periodSeconds, timeRange } from "./search.js";
import { QueryError } from "./search-query.js";
import type { Outcome } from "./stats.js";

const GROUPS = ["outcome", "category", "reason", "project"] as const;
type Group = (typeof GROUPS)[number];
const FIELDS = ["sum(quantity)", "sum(times_seen)"];
const MAX_INTERVALS = 2000;

interface Question {
  groupBy: readonly Group[];
  field: string;
  /** Seconds, of an interval. */
  step: number;
  /** Seconds since the epoch, of the first interval's begin. */
  start: number;
  /** When each interval begins, in seconds since the epoch. */
  intervals: readonly number[];
  counts: (outcome: Outcome) => boolean;
}

const isGroup = (name: string): name is Group => GROUPS.some((group) => group === name);

function intervalsOf(
  state: State,
  query: URLSearchParams,
  step: number,
): Pick<Question, "start" | "intervals"> {
  const period = query.has("statsPeriod") || query.has("start");
  const { from, to } = timeRange(state, period ? query : new URLSearchParams({ statsPeriod: "24h" }));
  const start = Math.floor(from / step) * step;
  const intervals: number[] = [];
  for (let at = start; at < to; at += step) {
    intervals.push(at);
    if (intervals.length > MAX_INTERVALS)
      throw new QueryError("Your interval and date range would create too many results.");
  }
  return { start, intervals };
}

function questionOf(state: State, query: URLSearchParams): Question {
  const named = query.getAll("groupBy");
  const unknown = named.find((one) => !isGroup(one));
  if (named.length === 0) throw new QueryError("At least one groupBy is required.");
  if (unknown) throw new QueryError(`Invalid groupBy: "${unknown}"`);
  const field = query.get("field") ?? "";
  if (!FIELDS.includes(field)) throw new QueryError(`Invalid field: "${field}"`);
  const step = periodSeconds(query.get("interval") ?? "1h");
  if (step < 3600) throw new QueryError("The stand-in counts by hour: interval must be 1h or more.");
  return {
    groupBy: named.filter(isGroup),
    field,
    step,
    ...intervalsOf(state, query, step),
    counts: (outcome) =>
      (["category", "outcome", "reason"] as const).every((key) => {
        const wanted = query.getAll(key);
        return wanted.length === 0 || wanted.includes(outcome[key]);
      }),
  };
}

/** `GET …/stats_v2/`: what was accepted, filtered, refused and dropped by clients, by hour. Throws QueryError. */
export function statsV2(state: State, query: URLSearchParams): Json {
  const { groupBy, field, step, start, intervals, counts } = questionOf(state, query);
  const groups = new Map<string, { by: Json; series: number[] }>();
  for (const outcome of state.stats.outcomes().filter(counts)) {
    const index = Math.floor((outcome.hour / 1000 - start) / step);
    if (index < 0 || index >= intervals.length) continue;
    const by = Object.fromEntries(
      groupBy.map((group) => [group, group === "project" ? Number(state.identity.project) : outcome[group]]),
    );
    const key = JSON.stringify(by);
    const group = groups.get(key) ?? { by, series: intervals.map(() => 0) };
    group.series[index] = (group.series[index] ?? 0) + outcome.quantity;
    groups.set(key, group);
  }
  const iso = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
  return {
    start: iso(start),
    end: iso((intervals.at(-1) ?? start) + step),
    intervals: intervals.map(iso),
    groups: [...groups.values()].map(({ by, series }) => ({
      by,
      totals: { [field]: series.reduce((sum, one) => sum + one, 0) },
      series: { [field]: series },
    })),
  };
}
