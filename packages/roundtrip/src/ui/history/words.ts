import type { DecidedVerdict } from "#verdict/history/days.js";
import { type Counts, DECIDED, runsOf, startOf } from "#verdict/history/days.js";
import { counted } from "#verdict/text/plural.js";

const inUtc = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
const DAY = inUtc({ day: "numeric", month: "short" });
const WEEKDAY = inUtc({ weekday: "short", day: "numeric", month: "short" });
const DATE = inUtc({ day: "numeric", month: "short", year: "numeric" });
const MOMENT = inUtc({ day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

/** 23 Nov */
export const dayText = (day: number): string => DAY.format(startOf(day));
/** 23 Nov 2026 */
export const dateText = (day: number): string => DATE.format(startOf(day));
/** Mon 23 Nov */
export const weekdayText = (day: number): string => WEEKDAY.format(startOf(day)).replace(",", "");
export const isMonday = (day: number): boolean => new Date(startOf(day)).getUTCDay() === 1;
/** 23 Nov 2026, 15:04 UTC: the server does not know where its reader is. */
export const utc = (iso: string): string => `${MOMENT.format(Date.parse(iso))} UTC`;

/** How long something lasted, in its two greatest units: 45 s, 12 min, 3 h 16 min, 2 days 4 h. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return two(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(minutes / 60);
  const days = Math.floor(hours / 24);
  return two(days, days === 1 ? "day" : "days", hours % 24, "h");
}

const two = (a: number, unit: string, b: number, smaller: string) =>
  b === 0 ? `${a} ${unit}` : `${a} ${unit} ${b} ${smaller}`;

const SAID: Readonly<Record<DecidedVerdict, string>> = {
  fail: "failed",
  unknown: "not proven",
  warn: "passed with a warning",
  pass: "passed",
};

/** What became of a day's runs: "1 failed, 287 passed". */
export function countsText(counts: Counts): string {
  if (runsOf(counts) === 0) return "no run";
  return DECIDED.filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${SAID[verdict]}`)
    .join(", ");
}

/** A row of days in a sentence: how many passed, and every day that did not, with what happened. */
export function stripText(days: readonly number[], counts: readonly Counts[]): string {
  const each = days.map((day, index) => ({ day, counts: counts[index] })).filter(hasRuns);
  if (each.length === 0) return `${counted(days.length, "day")} without a run.`;
  const bad = each.filter((one) => one.counts.fail + one.counts.unknown + one.counts.warn > 0);
  const good = each.length - bad.length;
  const passed = good === 0 ? "" : bad.length === 0 ? "; all passed" : `; all passed on ${good}`;
  const whole = `Runs on ${each.length} of ${counted(days.length, "day")}${passed}.`;
  return [whole, ...bad.map((one) => `${dayText(one.day)}: ${countsText(one.counts)}.`)].join(" ");
}

const hasRuns = (one: { day: number; counts: Counts | undefined }): one is { day: number; counts: Counts } =>
  one.counts !== undefined && runsOf(one.counts) > 0;
