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

/** As `encodeURIComponent` writes it, and as others do: in small letters, blanks as plus, every sign encoded. */
function inAddresses(secret: string): string[] {
  try {
    const usual = encodeURIComponent(secret);
    const every = usual.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
    const small = (text: string) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
    const forms = [usual, every].flatMap((one) => [one, one.replaceAll("%20", "+")]);
    return [...forms, ...forms.map(small)];
  } catch {
    // Half a surrogate pair: it cannot be spelt so.
    return [];
  }
}

/** A secret as it may stand in a text: as it is, in JSON, in an address, in base64 alone or behind a user's name. */
export function encodings(secret: string): string[] {
  const bytes = [new TextEncoder().encode(secret), ...inLatin1(secret)];
  const all = [
    secret,
    // Node reads each byte of a header as a character.
    binary(new TextEncoder().encode(secret)),
    JSON.stringify(secret).slice(1, -1),
    ...inAddresses(secret),
    ...bytes.flatMap(inBase64),
  ];
  return [...new Set(all)];
}
