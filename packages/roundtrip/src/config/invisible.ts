import { listOf } from "#verdict/text/list.js";

/** Read by other libraries, and by the app's own Sentry.init, exactly as they are set: a line break at an end becomes part of the value. */
const READ_AS_THEY_ARE = [
  "SENTRY_DSN",
  "SENTRY_ENVIRONMENT",
  "SENTRY_PROJECT",
  "COMMIT_SHA",
  "COMMIT_TAG",
  "INNGEST_EVENT_KEY",
  "INNGEST_SIGNING_KEY",
  "INNGEST_SIGNING_KEY_FALLBACK",
  "INNGEST_BASE_URL",
  "INNGEST_API_BASE_URL",
  "INNGEST_EVENT_API_BASE_URL",
  "INNGEST_ENV",
  "INNGEST_SERVE_ORIGIN",
  "INNGEST_SERVE_HOST",
  "INNGEST_SERVE_PATH",
] as const;

/** Control and format characters, and every blank but the plain one (Unicode's categories Cc, Cf, Z). */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u;
const NAMES: Readonly<Record<string, string>> = {
  "\n": "a line break",
  "\r": "a carriage return",
  "\t": "a tab",
  " ": "a blank",
  "\u00a0": "a no-break space",
  "\u200b": "a zero-width space",
  "\ufeff": "a byte order mark",
};
const nameOf = (char: string) =>
  NAMES[char] ?? `the character U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

const isBlank = (char: string) => char === " " || UNSEEN.test(char);

/** What nobody sees in a value, in words that go on from its variable's name; null: nothing. Never the value itself. */
export function unseenIn(value: string): string | null {
  const chars = Array.from(value);
  const [from, to] = [chars.findIndex((one) => !isBlank(one)), chars.findLastIndex((one) => !isBlank(one))];
  const inside = chars.slice(from, to).find((one) => UNSEEN.test(one));
  const said = [
    from > 0 ? `begins with ${nameOf(chars[0] ?? "")}` : "",
    to < chars.length - 1 ? `ends with ${nameOf(chars.at(-1) ?? "")}` : "",
    inside === undefined ? "" : `holds ${nameOf(inside)}, which cannot be seen`,
  ].filter(Boolean);
  return listOf(said) || null;
}

/** As it would be without that. */
export const withoutUnseen = (value: string): string =>
  Array.from(value.trim())
    .filter((one) => !UNSEEN.test(one))
    .join("");

type Source = Readonly<Record<string, string | undefined>>;

/** The variables of other libraries whose values hold what nobody sees. */
export const unseen = (source: Source): { variable: string; message: string }[] =>
  READ_AS_THEY_ARE.flatMap((variable) => {
    const message = unseenIn(source[variable] ?? "");
    return message === null ? [] : [{ variable, message }];
  });
