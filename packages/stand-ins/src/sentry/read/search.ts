import type { Json } from "#sentry/json.js";
import { isReadable, type State, serverNow } from "#sentry/state.js";
import { viewOf } from "#sentry/view.js";
import { eventRow, type SearchRow, spanRow } from "./rows.js";
import { parseQuery, QueryError } from "./search-query.js";

/** `…/events/`: the answer, and where its next page starts. */
export interface SearchAnswer {
  body: Json;
  offset: number;
  perPage: number;
  more: boolean;
}

const PERIOD = /^(\d{1,5})([smhdw])$/;
const UNIT: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const DATASETS = [
  "errors",
  "discover",
  "spans",
  "transactions",
  "logs",
  "ourlogs",
  "issuePlatform",
  "profile_functions",
  "tracemetrics",
  "uptime_results",
];

/** Seconds of a period such as `24h`; throws QueryError. */
export function periodSeconds(period: string): number {
  const [, count, unit] = PERIOD.exec(period) ?? [];
  if (!count || !unit) throw new QueryError(`Invalid statsPeriod: '${period.slice(0, 40)}'`);
  return Number(count) * (UNIT[unit] ?? 1);
}

/** The time a search covers, in seconds since the epoch. Without one Sentry searches 90 days. */
export function timeRange(state: State, query: URLSearchParams): { from: number; to: number } {
  const now = serverNow(state) / 1000;
  const [start, end] = [query.get("start"), query.get("end")];
  if (start !== null || end !== null) {
    const [from, to] = [Date.parse(start ?? ""), Date.parse(end ?? "")];
    if (Number.isNaN(from) || Number.isNaN(to))
      throw new QueryError("start and end must both be dates (ISO 8601)");
    return { from: from / 1000, to: to / 1000 };
  }
  // An SDK's clock may run a little ahead of the server's.
  return { from: now - periodSeconds(query.get("statsPeriod") ?? "90d"), to: now + 60 };
}

/** The projects asked for; null is all, which is the one there is. */
function wrongProject(state: State, query: URLSearchParams): boolean {
  const asked = query.getAll("project").filter((one) => one !== "-1");
  const { project, slug } = state.identity;
  return asked.length > 0 && !asked.some((one) => one === project || one === slug);
}

function* candidates(state: State, dataset: string): Generator<SearchRow> {
  if (dataset === "errors" || dataset === "discover" || dataset === "transactions") {
    for (const stored of state.store.newestFirst()) {
      if (!isReadable(state, stored.storedAt)) continue;
      if (dataset !== "discover" && (stored.type === "event") !== (dataset === "errors")) continue;
      yield eventRow(state, viewOf(state, stored));
    }
  } else if (dataset === "spans") {
    const readable = state.store.spans.newestFirst().filter((one) => isReadable(state, one.storedAt));
    yield* readable.map((one) => spanRow(state, one)).sort((a, b) => b.at - a.at);
  }
}

const isAggregate = (field: string) => /^[a-z_0-9]+\(.*\)$/.test(field);

function typeOf(field: string, value: unknown): string {
  if (field === "timestamp") return "date";
  if (field === "span.duration") return "duration";
  if (isAggregate(field) || field === "project.id" || field === "issue.id") return "integer";
  if (field === "error.handled" || field === "error.unhandled" || field === "is_transaction")
    return "boolean";
  return typeof value === "number" ? "number" : "string";
}

function pick(row: SearchRow, fields: string[]): Json {
  return Object.fromEntries(fields.map((field) => [field, row.read(field) ?? null]));
}

/** `count()` by the other fields; other aggregates the stand-in does not compute. */
function aggregate(rows: SearchRow[], fields: string[]): Json[] {
  const unknown = fields.find((field) => isAggregate(field) && field !== "count()");
  if (unknown) throw new QueryError(`${unknown} is not a function this stand-in computes; count() is.`);
  const plain = fields.filter((field) => !isAggregate(field));
  const groups = new Map<string, { data: Json; count: number }>();
  for (const row of rows) {
    const data = pick(row, plain);
    const key = JSON.stringify(data);
    const group = groups.get(key) ?? { data, count: 0 };
    group.count += 1;
    groups.set(key, group);
  }
  if (groups.size === 0 && plain.length === 0) return [{ "count()": 0 }];
  return [...groups.values()].map(({ data, count }) => ({ ...data, "count()": count }));
}

function sortRows(data: Json[], sort: string | null, fields: string[]): Json[] {
  if (!sort) return data;
  const down = sort.startsWith("-");
  const asked = down ? sort.slice(1) : sort;
  const field = asked === "count" ? "count()" : asked;
  if (!fields.includes(field)) throw new QueryError("Cannot sort by a field that is not selected.");
  const order = (a: unknown, b: unknown): number =>
    typeof a === "number" && typeof b === "number"
      ? a - b
      : String(a ?? "") < String(b ?? "")
        ? -1
        : String(a ?? "") > String(b ?? "")
          ? 1
          : 0;
  return [...data].sort((a, b) => (down ? -1 : 1) * order(a[field], b[field]));
}

/** Sentry gives these with every search that does not aggregate. */
const ALWAYS = ["id", "project.name"];

/** `GET /api/0/organizations/{org}/events/`. Throws QueryError for what Sentry answers with 400. */
export function search(state: State, query: URLSearchParams): SearchAnswer {
  const dataset = query.get("dataset") ?? "discover";
  if (!DATASETS.includes(dataset)) throw new QueryError(`dataset must be one of: ${DATASETS.join(", ")}`);
  const asked = query.getAll("field").filter(Boolean);
  if (asked.length === 0) throw new QueryError("No columns selected");
  if (asked.length > 20) throw new QueryError("You can view up to 20 fields at a time.");
  const perPage = Number(query.get("per_page") ?? 50);
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > 100)
    throw new QueryError("Invalid per_page value. Must be between 1 and 100.");
  const offset = Number(query.get("cursor")?.split(":")[1] ?? 0);
  if (!Number.isInteger(offset) || offset < 0) throw new QueryError("Invalid cursor parameter.");
  const matches = parseQuery(query.get("query") ?? "");
  const { from, to } = timeRange(state, query);
  const environments = query.getAll("environment");

  const found: SearchRow[] = [];
  if (!wrongProject(state, query))
    for (const row of candidates(state, dataset)) {
      if (row.at < from || row.at > to) continue;
      if (environments.length > 0 && !environments.includes(String(row.read("environment")))) continue;
      if (matches(row.read)) found.push(row);
    }

  const aggregates = asked.some(isAggregate);
  const fields = aggregates ? asked : [...new Set([...asked, ...ALWAYS])];
  const all = aggregates ? aggregate(found, fields) : found.map((row) => pick(row, fields));
  // What the sort leaves equal has no order in Sentry: here it has another one on every second page.
  const unsorted = (offset / perPage) % 2 < 1 ? all : all.toReversed();
  const data = sortRows(unsorted, query.get("sort"), fields).slice(offset, offset + perPage);
  const first = data[0];
  return {
    offset,
    perPage,
    more: all.length > offset + perPage,
    body: {
      data,
      meta: {
        fields: Object.fromEntries(fields.map((field) => [field, typeOf(field, first?.[field])])),
        units: Object.fromEntries(
          fields.map((field) => [field, field === "span.duration" ? "millisecond" : null]),
        ),
        isMetricsData: false,
        isMetricsExtractedData: false,
        tips: {},
        datasetReason: "unchanged",
        dataset,
      },
    },
  };
}
