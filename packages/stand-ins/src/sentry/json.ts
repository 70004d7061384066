/** Reading JSON that came from outside, without trusting its shape. */
export type Json = Record<string, unknown>;

export const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const record = (value: unknown): Json => (isRecord(value) ? value : {});
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
export const finite = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

/** Parses JSON; undefined when it is none. */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

const step = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;

/** The value at a dot path such as `exception.values.0.value`; undefined when a step is missing. */
export const at = (value: unknown, path: string): unknown => path.split(".").reduce(step, value);

/**
 * Sets (or with null deletes) the value at a dot path, in place. Missing objects on the way are made, so that
 * `contexts.app.build` can be set on an event without contexts. Keys with dots in them match whole, greedily.
 */
export function setAt(target: Json, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop();
  if (last === undefined) return;
  let holder: unknown = target;
  for (const [index, key] of keys.entries()) {
    // A tag is named `check.run`: the rest of the path is one key when the holder owns it.
    const rest = [...keys.slice(index), last].join(".");
    if (isRecord(holder) && Object.hasOwn(holder, rest)) {
      assign(holder, rest, value);
      return;
    }
    const next = step(holder, key);
    if (typeof next === "object" && next !== null) holder = next;
    else if (value === null || typeof holder !== "object" || holder === null) return;
    else {
      const made: Json = {};
      assign(holder, key, made);
      holder = made;
    }
  }
  if (typeof holder === "object" && holder !== null) assign(holder, last, value);
}

function assign(holder: object, key: string, value: unknown): void {
  if (Array.isArray(holder)) {
    if (!/^\d{1,4}$/.test(key)) return;
    if (value === null) holder.splice(Number(key), 1);
    else holder[Number(key)] = value;
  } else if (value === null) Reflect.deleteProperty(holder, key);
  else Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

/** A copy that ends at `depth`: what walks it later cannot overflow the stack on hostile nesting. */
export function prune(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth <= 0) return Array.isArray(value) ? [] : {};
  if (Array.isArray(value)) return value.map((one) => prune(one, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, prune(one, depth - 1)]));
}
