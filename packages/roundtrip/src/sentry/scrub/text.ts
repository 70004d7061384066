import { encodedByCharacter, encodings, MARKS } from "./encodings.js";
import { FILTERED } from "./filtered.js";
import { withoutQueries, withoutSecretParameters } from "./query.js";
import { remembered } from "./remembered.js";

export { FILTERED };

/** Sentry refuses items beyond a megabyte, so a longer text is not looked through: it goes as a whole. */
const MAX_TEXT = 1_000_000;

/** Parts of names whose values are secrets. `tokens` is a count, `token` is not. */
const NAME =
  "(?:passw(?:or)?d|passphrase|secret|credential|authorization|cookie|csrf|xsrf|jwt|signature|token(?!s|iz|[._-]?count)|session[_-]?id|(?:api|access|private|signing|encryption|service|account|event|auth|session|shared)[._-]?key)";
const SECRET_NAME = new RegExp(`${NAME}|(?:^|[._-])(?:auth|pass|pwd)$`, "i");

/** What no key looks like: an object may have secrets for names, and those are not to stay in memory. */
const PLAIN_NAME = /^[A-Za-z][A-Za-z_. -]{0,40}$/;

/** True for names of headers, fields, attributes and variables whose values must not leave. */
export const isSecretName = remembered(
  (name) => SECRET_NAME.test(name.slice(0, 256)),
  (name) => PLAIN_NAME.test(name),
);

// Every repetition that something else must follow is bounded: no text makes these slower than linear.
const NAMED = `(${NAME}[\\w.-]{0,20}`;
const RULES: ReadonlyArray<readonly [RegExp, string]> = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}-----|$)/g, FILTERED],
  // Keys that say by their first letters whose they are.
  [
    /(?:sntry[a-z]{0,3}_|signkey-|github_pat_|gh[oprsu]_|glpat-|xox[a-z]-|[rsp]k_(?:live|test)_|whsec_|shp(?:at|ss|ca)_|dop_v1_|AIza|ya29\.)[\w+/=.-]{10,}/g,
    FILTERED,
  ],
  [
    /(?<![A-Za-z0-9])(?:sk-[\w-]{20,}|SG\.[\w-]{16,}|(?:npm|hf)_[A-Za-z0-9]{30,}|A[KS]IA[A-Z0-9]{12,})/g,
    FILTERED,
  ],
  [/(hooks\.slack\.com\/(?:services|workflows)\/)[\w/-]{8,}/g, `$1${FILTERED}`],
  // "Basic functionality" is no credential: one has more than small letters.
  [
    /\b([Bb]earer|BEARER|[Bb]asic|BASIC|[Dd]igest|[Nn]egotiate)\s{1,4}(?=[\w.~+/-]{0,200}[A-Z0-9+/=_~])[\w.~+/=-]{8,}/g,
    `$1 ${FILTERED}`,
  ],
  [/((?:authorization|cookie2?)\\{0,3}["']?\s{0,3}:\s{0,3}\\{0,3}["'`]?)[^\r\n"'`\\]{1,}/gi, `$1${FILTERED}`],
  // A short name without a password, as in ssh://git@host, is no credential. What reads as a Firefox frame
  // (name@place), as such a URL does, is logged by Next as `name (place)`.
  [
    /:\/\/(?![\w.-]{1,8}@[^\s/?#"'<>\\@]{0,253}(?:[\s/?#"'<>\\]|$))[^\s/?#"'<>\\]{1,512}(?: \([^\s/?#"'<>\\]{1,512})?@/g,
    `://${FILTERED}@`,
  ],
  // "password":"…" in JSON and source, once more with escaped quotes, and password=… in queries, forms and shells.
  [new RegExp(`${NAMED}["']?\\s{0,3}:\\s{0,3}")(?:[^"\\\\]|\\\\.){1,}`, "gi"), `$1${FILTERED}`],
  [new RegExp(`${NAMED}["']?\\s{0,3}:\\s{0,3}')(?:[^'\\\\]|\\\\.){1,}`, "gi"), `$1${FILTERED}`],
  [new RegExp(`${NAMED}\\\\{1,3}"\\s{0,3}:\\s{0,3}\\\\{1,3}")[^"\\\\]{1,}`, "gi"), `$1${FILTERED}`],
  [new RegExp(`${NAMED}=["']?)(?![({=>]|\\$\\{)[^\\s"'&;<>\\\\]{3,}`, "gi"), `$1${FILTERED}`],
];
/** A text that none of them changes, which most are, is gone through once for all of them. */
const ANY_RULE = new RegExp(RULES.map(([pattern]) => `(?:${pattern.source})`).join("|"), "i");
const TOKEN_RUN = /[\w.-]{20,}/g;

/** A JSON web token, wherever in a run of its characters it begins. */
function withoutJwt(run: string): string {
  const start = run.indexOf("eyJ");
  return start >= 0 && run.indexOf(".", start) > start + 8 ? run.slice(0, start) + FILTERED : run;
}

export type ScrubText = (text: string) => string;

/**
 * Takes known secrets and whatever looks like a credential out of a text. Never throws: a text that cannot be
 * looked through goes as a whole.
 * @param secrets values that must not leave; empty ones are skipped
 * @param queries false to cut off the queries of URLs too
 */
export function textScrubber(secrets: readonly string[], queries = true): ScrubText {
  const known = [...new Set(secrets.filter(Boolean).flatMap(encodings))].sort((a, b) => b.length - a.length);
  const forms = [...new Set(secrets.filter(Boolean))].flatMap((secret) => encodedByCharacter(secret) ?? []);
  const scrub = (text: string): string => {
    if (text.length > MAX_TEXT) return FILTERED;
    try {
      let clean = text;
      for (const secret of known) if (clean.includes(secret)) clean = clean.replaceAll(secret, FILTERED);
      if (MARKS.test(clean)) for (const form of forms) clean = clean.replace(form, FILTERED);
      if (clean.length < 8) return clean;
      if (clean.includes("eyJ")) clean = clean.replace(TOKEN_RUN, withoutJwt);
      if (ANY_RULE.test(clean))
        for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement);
      clean = withoutSecretParameters(clean);
      return queries ? clean : withoutQueries(clean);
    } catch {
      return FILTERED;
    }
  };
  return remembered(scrub, (text, clean) => text === clean);
}
