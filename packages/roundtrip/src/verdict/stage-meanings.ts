import type { StageName } from "./answer.js";

/** Every stage, in the order of a run, with what a cause there means. */
export const STAGE_MEANINGS: Readonly<Record<StageName, string>> = {
  fired: "The check was not fired: nothing has been tried yet.",
  raised: "The check was fired, and its error never happened.",
  captured: "The error happened, and the SDK made no event of it, or threw the event away.",
  dropped:
    "An error that must be ignored was not dropped, or was dropped for another reason, or the rule drops too much.",
  accepted: "The SDK sent the event, or tried to, and Sentry did not take it.",
  stored: "Sentry took the event, and it could not be read back, or not in time.",
  matched: "The event was read back, and it differs from what was expected.",
  absent: "Sentry must not hold the event, and it does, or its absence is not proven.",
};

/** What holds for every cause: how to see that it is gone, and where the things are that remedies name. */
export const AFTERWARDS =
  "To see that a cause is mended, fire the check again: by its button, or with npm run verify (roundtrip verify, where the command is installed). Variables are read when a process starts, so restart or deploy after changing one; SENTRY_AUTH_TOKEN is read by the build. Sentry's init is in sentry.server.config.ts, sentry.edge.config.ts and, for browsers, instrumentation-client.ts or the file that it imports (here sentry.client.config.ts).";
