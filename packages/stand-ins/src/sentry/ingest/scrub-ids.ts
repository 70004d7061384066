import { createHash } from "node:crypto";
import { isRecord, type Json } from "#sentry/json.js";

export type ScrubIds = "replace" | "mask" | "hash" | "remove";

/** What Relay takes for a UUID, with or without dashes. */
const UUID = /(?<![0-9a-z])[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-z])/gi;

const PUT: Readonly<Record<ScrubIds, (id: string) => string>> = {
  replace: () => "[uuid]",
  mask: (id) => "*".repeat(id.length),
  hash: (id) => createHash("sha1").update(id).digest("hex").toUpperCase(),
  remove: () => "",
};

/** Where a rule for `$string` reaches; an event's own ids, and those of its trace, it leaves alone. */
const REACHED = ["exception", "message", "logentry", "tags", "contexts", "extra", "transaction"];

/** An event as a project stores it whose Advanced Data Scrubbing has a rule for UUIDs, by the rule's method. */
export function scrubIds(raw: Json, method: ScrubIds | null): Json {
  if (method === null) return raw;
  const replaced = (value: unknown, key = ""): unknown => {
    if (key === "trace") return value;
    if (typeof value === "string") return value.replace(UUID, PUT[method]);
    if (Array.isArray(value)) return value.map((one) => replaced(one));
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaced(one, name)]));
  };
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [key, REACHED.includes(key) ? replaced(value) : value]),
  );
}
