/** A shorter piece of base64 stands in ordinary texts, too. */
const MIN_BASE64 = 8;

const binary = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

/**
 * The characters of base64 that these bytes alone decide, wherever in an encoded text they begin: behind one byte, as in
 * `user:secret` of some length, they are others than at its beginning.
 */
function inBase64(bytes: Uint8Array): string[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = btoa(`${"\0".repeat(before)}${binary(bytes)}`);
    const core = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return core.length < MIN_BASE64 ? [] : [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** Programs that know no UTF-8 take each character for a byte. */
function inLatin1(secret: string): Uint8Array[] {
  const codes = Array.from(secret, (char) => char.charCodeAt(0));
  const isOther = codes.every((code) => code < 256) && codes.some((code) => code > 127);
  return isOther ? [Uint8Array.from(codes)] : [];
}

/** A secret as it may stand in a text: as it is, in JSON, in base64 alone or behind a user's name. */
export function encodings(secret: string): string[] {
  const bytes = [new TextEncoder().encode(secret), ...inLatin1(secret)];
  const all = [
    secret,
    // Node reads each byte of a header as a character.
    binary(new TextEncoder().encode(secret)),
    JSON.stringify(secret).slice(1, -1),
    ...bytes.flatMap(inBase64),
  ];
  return [...new Set(all)];
}

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, "0");
const escapedForRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
/** `%2F` in either case, and `%252F` where an address is in another one. */
const percent = (bytes: Uint8Array) =>
  Array.from(
    bytes,
    (byte) => `%(?:25){0,2}${hex(byte, 2).replace(/[a-f]/g, (one) => `[${one}${one.toUpperCase()}]`)}`,
  ).join("");
const NAMES: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos",
};

/** One character as JSON, addresses and HTML may write it. Letters and digits stay what they are. */
function ways(char: string): string {
  if (/[A-Za-z0-9]/.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  const units = Array.from({ length: char.length }, (_, n) => `\\\\{1,4}u${hex(char.charCodeAt(n), 4)}`).join(
    "",
  );
  const entity = `&(?:amp;)?#(?:${code}|x${hex(code, 2)});`;
  const others: Readonly<Record<string, string>> = { " ": "\\+|%(?:25){0,2}2[bB]", "\\": "/" };
  return `(?:${[
    percent(new TextEncoder().encode(char)),
    units,
    `\\\\{0,4}${escapedForRegExp(char)}`,
    ...(others[char] ? [others[char]] : []),
    ...(code > 127 && code < 256 ? [percent(Uint8Array.of(code))] : []),
    ...(code < 128 ? [entity, ...(NAMES[char] ? [`&(?:amp;)?${NAMES[char]};`] : [])] : []),
  ].join("|")})`;
}

/**
 * What finds a secret whose characters are spelt one by one, each in its own way; null where all are letters and digits.
 * Only `MARKS` can make such a spelling.
 */
export function encodedByCharacter(secret: string): RegExp | null {
  const odd = [secret, ...inBase64(new TextEncoder().encode(secret))].filter((one) =>
    /[^A-Za-z0-9]/.test(one),
  );
  if (odd.length === 0) return null;
  return new RegExp(odd.map((one) => Array.from(one, ways).join("")).join("|"), "gi");
}

/** A text without any of these spells nothing in another way. */
export const MARKS = /[%\\&+]/;
