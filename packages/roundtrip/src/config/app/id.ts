import { packageName } from "./package-name.js";

/** What INNGEST_APP_ID may be. */
export const APP_ID = /^[a-z0-9][a-z0-9-]{0,99}$/;
const LONGEST = 100;

/**
 * The id under which this app is known to Inngest. One for each app and environment, and the same after every
 * deployment: a new id would leave the functions of the old one with their schedules behind.
 */
export function appIdOf(source: Readonly<Record<string, string | undefined>>): string {
  const own = source.INNGEST_APP_ID?.trim();
  if (own && APP_ID.test(own)) return own;
  const project = source.SENTRY_PROJECT?.trim() || packageName(source) || "roundtrip";
  const environment = source.SENTRY_ENVIRONMENT?.trim() || "dev";
  const name = project === "roundtrip" ? "roundtrip" : `roundtrip-${word(project)}`;
  // Within a word no dash follows another: "a-b" in "c" and "a" in "b-c" stay apart.
  const id = `${name}--${word(environment)}`;
  return id.length > LONGEST ? `${id.slice(0, LONGEST - 9)}-${mark(id)}` : id;
}

/** Lower-case letters, digits and single dashes; a mark keeps two texts apart that would come out the same. */
function word(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return plain === text ? plain : `${plain}${plain && "-"}${mark(text)}`;
}

/** Eight digits of a text (FNV-1a): they keep names apart, and keep nothing secret. */
function mark(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
