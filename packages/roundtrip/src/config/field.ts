/**
 * How a variable is read. Each app that starts with Roundtrip reads them, and a library that parses anything would be most of
 * what Roundtrip adds to its memory.
 */
export interface Field<T> {
  rules: readonly Rule[];
  convert(text: string): T;
  /** What holds where the variable is not set, or holds what cannot be used. */
  fallback: T;
}
export type ValueOf<F> = F extends Field<infer T> ? T : never;

/** Why a text cannot be used, in words that do not repeat it; null where it can. */
type Rule = (text: string) => string | null;

export const must =
  (holds: (text: string) => boolean, message: string): Rule =>
  (text) =>
    holds(text) ? null : message;
export const match = (pattern: RegExp, message: string): Rule => must((text) => pattern.test(text), message);
export const atMost = (length: number): Rule =>
  must((text) => text.length <= length, `is longer than ${length} characters`);

const same = (text: string) => text;
export const text = (fallback: string, ...rules: readonly Rule[]): Field<string> => ({
  rules,
  convert: same,
  fallback,
});
export const optional = (...rules: readonly Rule[]): Field<string | undefined> => ({
  rules,
  convert: same,
  fallback: undefined,
});

const number = (isMeant: (value: number) => boolean, message: string, fallback: number): Field<number> => ({
  rules: [must((value) => isMeant(Number(value)), message)],
  convert: Number,
  fallback,
});
export const rate = (fallback: number): Field<number> =>
  number((value) => value >= 0 && value <= 1, "must be a number from 0 to 1", fallback);
export const whole = (min: number, max: number, fallback: number): Field<number> =>
  number(
    (value) => Number.isInteger(value) && value >= min && value <= max,
    `must be a whole number from ${min} to ${max}`,
    fallback,
  );

const YES = /^(?:true|1|yes|on|y|enabled)$/i;
const NO = /^(?:false|0|no|off|n|disabled)$/i;
export const flag = (fallback: boolean): Field<boolean> => ({
  rules: [must((value) => YES.test(value) || NO.test(value), "must be true or false")],
  convert: (value) => YES.test(value),
  fallback,
});

/** What stands between commas. */
export function listed(text: string): string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}
export const mustEach = (holds: (one: string) => boolean, message: string): Rule =>
  must((text) => listed(text).every(holds), message);

/** What objects to a text; nothing where it can be used, or is not set. */
export const objections = ({ rules }: Field<unknown>, given: string | undefined): string[] =>
  given === undefined ? [] : [...new Set(rules.flatMap((rule) => rule(given) ?? []))];

export const readAs = <T>({ convert, fallback }: Field<T>, given: string | undefined): T =>
  given === undefined ? fallback : convert(given);
