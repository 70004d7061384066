import type { Expectation } from "#verdict/answer.js";
import { legOf, type StoredSpan } from "#verdict/evidence/stored-span.js";
import type { Run } from "#verdict/run.js";

const must = (name: string, expected: string, actual: string, ok: boolean): Expectation => ({
  name,
  level: "must",
  expected,
  actual,
  ok,
});

/** The names of the comparisons, by which a failed one is told its cause. */
export const SPAN = {
  route: "route span",
  task: "task span",
  linked: "task's parent",
  browser: "browser span",
  browserLinked: "route's parent",
  redis: "redis spans",
  release: "spans' release",
  environment: "spans' environment",
} as const;

/** Compares the spans of a run's trace with what its firing meant, where the sample rate is above 0. */
export function spanExpectations(run: Run, spans: readonly StoredSpan[]): Expectation[] {
  const byId = new Map(spans.map((one) => [one.spanId, one]));
  const leg = (name: ReturnType<typeof legOf>) => spans.filter((one) => legOf(one) === name);
  const [routes, tasks, browsers, commands] = [leg("route"), leg("task"), leg("browser"), leg("redis")];
  const isBelow = (span: StoredSpan, above: readonly StoredSpan[]) =>
    above.some((one) => ancestors(span, byId).includes(one.spanId));
  const there = (name: string, list: readonly StoredSpan[]) =>
    must(name, "stored", list[0]?.name ?? "(none)", list.length > 0);
  const below = (name: string, list: readonly StoredSpan[], above: readonly StoredSpan[], what: string) => {
    const ok = list.some((one) => isBelow(one, above));
    const parent = list[0]?.parentId ?? "(none)";
    return must(name, `in the ${what}'s span`, ok ? `in the ${what}'s span` : parent, ok);
  };
  const same = (name: string, key: "release" | "environment") => {
    const expected = run.expected[key];
    if (expected === null) return [];
    const other = spans.find((one) => one[key] !== expected);
    return [must(name, expected, other ? (other[key] ?? "(none)") : expected, other === undefined)];
  };
  return [
    there(SPAN.route, routes),
    there(SPAN.task, tasks),
    below(SPAN.linked, tasks, routes, "route"),
    ...(run.tracing?.fromBrowser
      ? [below(SPAN.browserLinked, routes, browsers, "browser"), there(SPAN.browser, browsers)]
      : []),
    ...(run.tracing?.redis ? [there(SPAN.redis, commands)] : []),
    ...same(SPAN.release, "release"),
    ...same(SPAN.environment, "environment"),
  ];
}

/** The same spans; those that comparisons need come first, so that a list may be cut without another result. */
export function comparedFirst(run: Run, spans: readonly StoredSpan[]): StoredSpan[] {
  const byId = new Map(spans.map((one) => [one.spanId, one]));
  const needed = new Set<string | undefined>();
  for (const span of spans)
    if (["browser", "route", "task"].includes(legOf(span) ?? ""))
      for (const id of [span.spanId, ...ancestors(span, byId)]) needed.add(id);
  needed.add(spans.find((one) => legOf(one) === "redis")?.spanId);
  for (const key of ["release", "environment"] as const)
    needed.add(spans.find((one) => run.expected[key] !== null && one[key] !== run.expected[key])?.spanId);
  return [...spans].sort((a, b) => Number(needed.has(b.spanId)) - Number(needed.has(a.spanId)));
}

/** Ids of the spans that a span lies in; a circle, which a backend should not hold, ends it. */
function ancestors(span: StoredSpan, byId: ReadonlyMap<string, StoredSpan>): string[] {
  const ids: string[] = [];
  let id = span.parentId;
  while (id !== null && !ids.includes(id)) {
    ids.push(id);
    id = byId.get(id)?.parentId ?? null;
  }
  return ids;
}
