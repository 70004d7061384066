import { FILTERED } from "./filtered.js";

/**
 * Parts of parameters' names whose values are secrets wherever they stand: those that the SDK filters in `request.url`
 * (@sentry/core, filtering-snippets), which is one of many places that hold an address.
 */
const ANYWHERE =
  /auth|token|secret|session|passw|pwd|api.?key|access.?key|private.?key|jwt|bearer|saml|csrf|xsrf|credential|cookie|signature/i;
/** Short ones count as whole words alone: "inside" is no sid, and "monkey" no key. */
const WORDS = new Set([
  "key",
  "sid",
  "sso",
  "pass",
  "code",
  "sig",
  "otp",
  "pin",
  "identity",
  "state",
  "ticket",
]);

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** True for a parameter's name as it stands in an address, `user[password]` and `user%5Bpassword%5D` alike. */
export function isSecretParameter(name: string): boolean {
  const plain = decoded(name.slice(0, 512));
  return (
    ANYWHERE.test(plain) ||
    plain
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .some((word) => WORDS.has(word))
  );
}

// What a name and a value may hold leaves out what ends them, so that no text makes these slower than linear.
const PARAMETER =
  /([?&;#]|\\u0026)([^\s"'<>\\&;#=?]+)=([^\s"'<>\\&#;]+(?:;(?![\w.[\]%-]{1,40}=)[^\s"'<>\\&#;]*)*)/g;
const BEFORE_PARAMETER = /[?&;#]|\\u0026/;
/** An address inside another's parameter. */
const INNER = /(%3F|%26|%23)([\w.~+[\]-]{1,100}(?:%5B[\w.~+-]{0,100}%5D){0,3})%3D([\w.~+[\]-]+)/gi;

/** The values of secret parameters taken out of every address in a text. */
export function withoutSecretParameters(text: string): string {
  const isInner = text.includes("%3D") || text.includes("%3d");
  if (!isInner && !(text.includes("=") && BEFORE_PARAMETER.test(text))) return text;
  const filter = (equals: string) => (all: string, before: string, name: string) =>
    isSecretParameter(name) ? `${before}${name}${equals}${FILTERED}` : all;
  const clean = text.replace(PARAMETER, filter("="));
  return isInner ? clean.replace(INNER, filter("%3D")) : clean;
}

/** A text that is an address and nothing else. */
const ADDRESS = /^(?:[a-z][a-z0-9+.-]{0,30}:\/\/|\/)\S*$/i;
/** A query in the middle of a text; `a?.b` and `a ? b : c` are none. */
const QUERY = /\?(?![.?:])[^\s"'<>\\(){};,=?]*=[^\s"'<>\\]*/g;

/** The queries of all addresses cut off, whatever stands in them. */
export function withoutQueries(text: string): string {
  if (!text.includes("?")) return text;
  return ADDRESS.test(text) ? (text.split("?", 1)[0] ?? "") : text.replace(QUERY, "");
}
