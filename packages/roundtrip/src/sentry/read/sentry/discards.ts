import { z } from "zod";
import type { Discard, DiscardCategory } from "#sentry/read/reader.js";

const HOUR_MS = 3_600_000;

/** `GET …/stats_v2/`, grouped by outcome and reason; see Sentry's API, "Retrieve Event Counts for an Organization". */
const Statistics = z.looseObject({
  groups: z.array(
    z.looseObject({
      by: z.looseObject({ outcome: z.string(), reason: z.string().nullish() }),
      totals: z.looseObject({ "sum(quantity)": z.number() }),
    }),
  ),
});

/** Sentry's words for what it threw away; `abuse` is a rate limit of its own making. */
const DISCARDED: ReadonlyMap<string, Discard["outcome"]> = new Map(
  Object.entries<Discard["outcome"]>({
    filtered: "filtered",
    rate_limited: "rate_limited",
    abuse: "rate_limited",
    invalid: "invalid",
  }),
);

function discardOf({ by, totals }: z.infer<typeof Statistics>["groups"][number]): Discard[] {
  const outcome = DISCARDED.get(by.outcome);
  const count = totals["sum(quantity)"];
  return outcome && count > 0 ? [{ outcome, reason: by.reason ?? "", count }] : [];
}

/** @param since milliseconds since the epoch; Sentry counts by the hour */
export function discardsQuery(project: string, since: number, category: DiscardCategory): URLSearchParams {
  const params = new URLSearchParams({
    field: "sum(quantity)",
    category,
    project,
    interval: "1h",
    start: new Date(Math.floor(since / HOUR_MS) * HOUR_MS).toISOString(),
    end: new Date(Date.now() + HOUR_MS).toISOString(),
  });
  for (const group of ["outcome", "reason"]) params.append("groupBy", group);
  return params;
}

/** What Sentry threw away, and why; null where the answer does not say. */
export function discardsIn(answer: unknown): readonly Discard[] | null {
  const { data } = Statistics.safeParse(answer);
  return data ? data.groups.flatMap(discardOf) : null;
}
