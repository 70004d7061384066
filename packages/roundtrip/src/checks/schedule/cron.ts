const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const NICKNAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
  }),
);

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** The end of a star and of a step without an end, where that is not `to`. */
  readonly last?: number;
  readonly names?: readonly string[];
}

const MINUTE: Field = { name: "minute", from: 0, to: 59 };
const HOUR: Field = { name: "hour", from: 0, to: 23 };
const DAY: Field = { name: "day of month", from: 1, to: 31 };
const MONTH: Field = { name: "month", from: 1, to: 12, names: MONTHS };
/** Sunday is 0 and 7, and a step without an end goes as far as Saturday. */
const WEEKDAY: Field = { name: "day of week", from: 0, to: 7, last: 6, names: DAYS };

/** True when the schedule fires in the minute that holds `at`. */
export type CronMatcher = (at: Date) => boolean;

/** A schedule as it was read: the values of its fields, and the zone they are meant in. */
interface Schedule {
  readonly zone: string;
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  /** On a date: month 1 to 12, weekday 0 (Sunday) to 6. */
  readonly onDate: (month: number, day: number, weekday: number) => boolean;
}

/**
 * Reads a five-field cron schedule, with an optional `TZ=<zone> ` or `CRON_TZ=<zone> ` before it (else UTC).
 * Restricted day of month and day of week are joined by *or*, as cron has it.
 * Throws an error that names the field and the schedule.
 */
export function parseCron(schedule: string): CronMatcher {
  const { zone, minutes, hours, onDate } = readSchedule(schedule);
  const clock = localClock(zone, schedule);
  return (at) => {
    const now = clock(at);
    return minutes.has(now.minute) && hours.has(now.hour) && onDate(now.month, now.day, now.weekday);
  };
}

const DAY_MS = 24 * 60 * 60_000;
/** Four years hold one leap day, and every date falls on more than one day of the week. */
const [FROM, TO] = [Date.UTC(2025, 0, 1), Date.UTC(2029, 0, 1)];

/** How often the schedule fires in 30 days, on average over four years. Throws as `parseCron` does. */
export function firingsInThirtyDays(schedule: string): number {
  const { zone, minutes, hours, onDate } = readSchedule(schedule);
  localClock(zone, schedule);
  let dates = 0;
  for (let at = FROM; at < TO; at += DAY_MS) {
    const date = new Date(at);
    if (onDate(date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCDay())) dates += 1;
  }
  return (dates * hours.size * minutes.size * 30 * DAY_MS) / (TO - FROM);
}

/**
 * The schedule as Inngest takes it: its parser (robfig/cron) knows Sunday by 0 alone, and a registration with a
 * schedule that it cannot read is refused as a whole. Throws as `parseCron` does.
 */
export function inngestCron(schedule: string): string {
  readSchedule(schedule);
  const fields = schedule.trim().split(/\s+/);
  const weekdays = fields.at(-1) ?? "";
  if (weekdays.startsWith("@")) return fields.join(" ");
  const days = readField(weekdays, WEEKDAY, schedule);
  if (!days.delete(7)) return fields.join(" ");
  const names = [...days.add(0)].sort((a, b) => a - b);
  return [...fields.slice(0, -1), names.join(",")].join(" ");
}

function readSchedule(schedule: string): Schedule {
  const [, zone = "UTC", rest = ""] = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/.exec(schedule.trim()) ?? [];
  const fields = (NICKNAMES.get(rest.toLowerCase()) ?? rest).split(/\s+/);
  const [minutes, hours, days, months, weekdays] = fields;
  if (fields.length !== 5 || !minutes || !hours || !days || !months || !weekdays) {
    throw new Error(
      `cron "${schedule}": expected five fields (minute hour day month weekday), found ${fields.length}`,
    );
  }
  const read = (text: string, field: Field) => readField(text, field, schedule);
  const [day, month, weekday] = [read(days, DAY), read(months, MONTH), read(weekdays, WEEKDAY)];
  if (weekday.has(7)) weekday.add(0);
  const eitherDay = !/^[*?]/.test(days) && !/^[*?]/.test(weekdays);
  const onDate = (m: number, d: number, w: number) =>
    month.has(m) && (eitherDay ? day.has(d) || weekday.has(w) : day.has(d) && weekday.has(w));
  return { zone, minutes: read(minutes, MINUTE), hours: read(hours, HOUR), onDate };
}

function readField(text: string, field: Field, schedule: string): Set<number> {
  const fail = (part: string) =>
    new Error(`cron "${schedule}": "${part}" is no ${field.name} (${field.from} to ${field.to})`);
  const number = (word: string, part: string): number => {
    const named = field.names?.indexOf(word.toUpperCase()) ?? -1;
    const value =
      named >= 0 ? named + (field === MONTH ? 1 : 0) : /^\d+$/.test(word) ? Number(word) : Number.NaN;
    if (!(value >= field.from && value <= field.to)) throw fail(part);
    return value;
  };
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const [, range = "", step] = /^([^/]+)(?:\/([1-9]\d*))?$/.exec(part) ?? [];
    const [first, last, more] = range.split("-");
    if (!first || more !== undefined || last === "") throw fail(part);
    const every = first === "*" || first === "?";
    if (every && last !== undefined) throw fail(part);
    const from = every ? field.from : number(first, part);
    const whole = every || (step !== undefined && last === undefined);
    const end = Math.max(from, field.last ?? field.to);
    const to = last !== undefined ? number(last, part) : whole ? end : from;
    if (to < from) throw fail(part);
    for (let value = from; value <= to; value += step === undefined ? 1 : Number(step)) values.add(value);
  }
  return values;
}

interface LocalTime {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
}

function localClock(zone: string, schedule: string): (at: Date) => LocalTime {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      minute: "numeric",
      hour: "numeric",
      day: "numeric",
      month: "numeric",
      weekday: "short",
    });
  } catch {
    throw new Error(`cron "${schedule}": unknown time zone ${zone}`);
  }
  return (at) => {
    const parts = new Map(format.formatToParts(at).map((part) => [part.type, part.value]));
    return {
      minute: Number(parts.get("minute")),
      hour: Number(parts.get("hour")),
      day: Number(parts.get("day")),
      month: Number(parts.get("month")),
      weekday: DAYS.indexOf((parts.get("weekday") ?? "").toUpperCase()),
    };
  };
}
