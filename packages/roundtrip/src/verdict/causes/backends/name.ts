import type { Run } from "#verdict/run.js";

const NAMES = {
  "sentry-saas": "Sentry",
  "sentry-self-hosted": "Sentry",
  bugsink: "Bugsink",
  glitchtip: "GlitchTip",
} as const;

/** "Sentry" where it means the server. The SDK keeps that name on every backend. */
const SERVER = /(?<![Ss]tart )\bSentry\b(?!\.\w|'s (?:init|pino|SDK)\b| (?:SDK|middleware)\b)/g;

/** Of something that does not say what it is, Sentry's. */
export const nameOf = (backend: Run["backend"]) => (backend ? NAMES[backend] : "Sentry");

/** A sentence that calls the server by the name of what answers there. */
export const namedFor = (sentence: string, backend: Run["backend"]): string =>
  sentence.replace(SERVER, nameOf(backend));
