import { z } from "zod";
import { allChecks } from "#checks/catalogue.js";
import { hrefOf } from "#checks/mount/addresses.js";
import type { HistoryFilter } from "#runs/read/history/all.js";

const FIELDS = {
  check: z.string().refine((name) => allChecks().some((one) => one.name === name), "there is no such check"),
  environment: z.string().max(64, "an environment has 64 characters at most"),
  release: z.string().max(250, "a release has 250 characters at most"),
  day: z.iso.date("a day is written as 2026-11-23"),
};

export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** A filter from the page's address. What cannot be used is named, and filters nothing; an empty value is none. */
export function filterFrom(query: Query): { filter: HistoryFilter; problems: string[] } {
  const filter: HistoryFilter = { check: null, environment: null, release: null, day: null };
  const problems: string[] = [];
  for (const name of Object.keys(FIELDS) as (keyof typeof FIELDS)[]) {
    const value = query[name];
    if (value === undefined || value === "") continue;
    const read = FIELDS[name].safeParse(value);
    if (read.success) filter[name] = read.data;
    else problems.push(`${name}: ${Array.isArray(value) ? "is given twice" : read.error.issues[0]?.message}`);
  }
  return { filter, problems };
}

/** The page's address with another filter. Percent-encoded throughout, so that it survives the sign-in. */
export function addressOf(filter: Partial<HistoryFilter>): string {
  const set = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== null);
  const query = set.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return hrefOf(`/admin/sentry/history${query === "" ? "" : `?${query}`}`);
}
