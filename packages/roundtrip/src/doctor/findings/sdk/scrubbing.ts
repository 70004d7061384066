import type { SentryFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";

/** The way to the extra data that `sentry-extra` compares: `contexts.pino.data.{number,divider}`, or below `arguments`. */
const KEYS = ["pino", "data", "number", "divider", "arguments"];

/** Words by which Sentry removes what it is sent, where they hit what a check must read back. */
export function examineScrubbing({ read }: SentryFacts): Finding[] {
  const scrubbing = read?.scrubbing;
  if (!scrubbing?.on) return [];
  const safe = scrubbing.safe.map((one) => one.toLowerCase());
  const hits = scrubbing.fields.flatMap((field) => {
    // Sentry takes a field for sensitive when its name contains the word, whatever the case.
    const keys = KEYS.filter((key) => key.includes(field.toLowerCase()) && !safe.includes(key));
    return keys.length > 0 ? [{ field, keys }] : [];
  });
  if (hits.length === 0) return [];
  const fields = hits.map(({ field }) => `"${field}"`).join(", ");
  const keys = [...new Set(hits.flatMap((one) => one.keys))].join(", ");
  return [
    {
      code: "project_scrubs_data",
      level: "warn",
      title: "Sentry removes data that is meant to stay",
      what: `Its sensitive fields hold ${fields}, which hits ${keys} in the extra data of logged errors.`,
      why: "What is logged beside an error arrives as [Filtered], and the check of it fails.",
      change: `In Sentry: Settings, Projects, this project (or the organisation), Security & Privacy: take ${fields} out of the sensitive fields, or add ${keys} to the safe ones.`,
    },
  ];
}
