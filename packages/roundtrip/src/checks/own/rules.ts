/**
 * What objects to the value of a field; nothing where it can be used. By hand: an app that starts reads the checks of its
 * own, and would load a parser for them alone.
 */
export type Rule = (field: string, value: unknown) => string[];

/** What JSON can say. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** @param message follows the field's name */
export const must =
  (holds: (value: unknown) => boolean, message: string): Rule =>
  (field, value) =>
    holds(value) ? [] : [`${field} ${message}`];

export const mustBeText = (holds: (text: string) => boolean, message: string): Rule =>
  must((value) => typeof value === "string" && holds(value), message);

export const TEXT = mustBeText(() => true, "must be a text");

/** Only the first objection is said. */
export const inOrder =
  (...rules: readonly Rule[]): Rule =>
  (field, value) => {
    for (const rule of rules) {
      const objections = rule(field, value);
      if (objections.length > 0) return objections;
    }
    return [];
  };

export const optional =
  (rule: Rule): Rule =>
  (field, value) =>
    value === undefined ? [] : rule(field, value);

/** A text for people; the spaces around it do not count. */
export const line = (most: number): Rule =>
  inOrder(
    TEXT,
    mustBeText((text) => text.trim() !== "", "must not be empty"),
    mustBeText((text) => text.trim().length <= most, `must have ${most} characters at most`),
    mustBeText((text) => !/[\n\r]/.test(text.trim()), "must be one line"),
  );

/** The name of what is in no field. */
export const WHOLE = "the definition";

/** An object of these fields and no others. */
export const fields =
  (rules: Readonly<Record<string, Rule>>): Rule =>
  (field, value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return [`${field} must be an object`];
    const above = field === WHOLE ? "" : `${field}.`;
    const unread = Object.keys(value).filter((key) => !Object.hasOwn(rules, key));
    return [
      ...Object.entries(rules).flatMap(([key, rule]) => rule(above + key, Reflect.get(value, key))),
      ...(unread.length > 0
        ? [`${field} has fields that nobody reads: ${unread.join(", ")}. Remove them`]
        : []),
    ];
  };

export function isJson(value: unknown): value is Json {
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== "object" || value === null)
    return (
      value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)
    );
  const made: unknown = Object.getPrototypeOf(value);
  return (made === null || made === Object.prototype) && Object.values(value).every(isJson);
}
