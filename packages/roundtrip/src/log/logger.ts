import pino, { type DestinationStream } from "pino";
import { printable } from "./printable.js";
import { redact } from "./redact.js";

/** Fields whose values are secrets, at the top of a line and up to two levels below; a text may hold more. */
const NAMES = [
  "authorization",
  "cookie",
  '["set-cookie"]',
  "token",
  "password",
  "secret",
  "apiKey",
  "accessToken",
];
const at = (prefix: string, name: string) =>
  name.startsWith("[") ? `${prefix}${name}` : `${prefix}.${name}`;
const PATHS = NAMES.flatMap((name) => [name, at("*", name), at("*.*", name)]);

/** `@roundtrip/next/pino`: a logger whose lines are looked through for secrets before they are written. */
export function createLogger(destination: DestinationStream): pino.Logger {
  const out: DestinationStream = { write: (line) => destination.write(printable(redact(line))) };
  return pino({ name: "roundtrip", redact: { paths: PATHS, censor: "[Filtered]" } }, out);
}
