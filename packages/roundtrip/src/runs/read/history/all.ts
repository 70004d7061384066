import { allChecks } from "#checks/catalogue.js";
import { redactAll } from "#log/redact.js";
import { defaultChecks } from "#runs/read/default-checks.js";
import type { Stretch } from "#store/history/counts.js";
import { type RunStore, StoreDown, store } from "#store/open.js";
import { dayOf, daysUntil, startOf } from "#verdict/history/days.js";
import { HISTORY_DAYS, type HistoryView, historyView, INCIDENTS_SHOWN } from "./view.js";

/** What the history is about; null: all of it. */
export interface HistoryFilter {
  check: string | null;
  environment: string | null;
  release: string | null;
  /** One day of UTC, as 2026-11-23. */
  day: string | null;
}

export interface History extends HistoryView {
  /** What there is to choose from. */
  environments: string[];
  releases: string[];
}

/**
 * The last 30 days, by one answer of the store for each of its parts: however many runs it keeps, it reads as
 * many rows as days, checks and incidents need. Null when the store cannot be reached.
 */
export async function readHistory(filter: HistoryFilter): Promise<History | null> {
  try {
    return await historyOf(store(), filter);
  } catch (error) {
    if (StoreDown.is(error)) return null;
    throw error;
  }
}

/** As `readHistory`, of any store. Rejects with StoreDown. */
export async function historyOf(
  from: RunStore,
  { check, environment, release, day }: HistoryFilter,
): Promise<History> {
  const now = await from.now();
  const fromDay = daysUntil(now, HISTORY_DAYS)[0] ?? 0;
  const only = day === null ? null : dayOf(Date.parse(day));
  const isShown = only === null || daysUntil(now, HISTORY_DAYS).includes(only);
  const wanted = allChecks().filter(({ name }) => check === null || name === check);
  const [environments, releases, days] = await Promise.all([
    from.environments(),
    from.releases(environment),
    from.days({ environment, release }, fromDay),
  ]);
  const stretches = await from.stretches({
    checks: isShown ? wanted.map(({ name }) => name) : [],
    environments: environment === null ? environments : [environment],
    release,
    since: startOf(only ?? fromDay),
    ...(only !== null && { until: startOf(only + 1) }),
    limit: INCIDENTS_SHOWN + 1,
  });
  const ran = new Set(days.map((one) => one.check));
  const standing = defaultChecks();
  // The default checks stand there before they have run; any other one once it has.
  const shown = wanted.filter(({ name }) => check !== null || ran.has(name) || standing.includes(name));
  // Texts alone: to the redaction of values a count of passed runs looks like a password.
  return {
    ...historyView(now, shown, days, stretches.map(redacted), only),
    ...redactAll({ environments, releases }),
  };
}

const redacted = ({ first, last, ...rest }: Stretch): Stretch => ({
  ...rest,
  first: { ...first, cause: redactAll(first.cause) },
  last: { ...last, cause: redactAll(last.cause) },
});
