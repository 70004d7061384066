import { CannotRun } from "./errors.js";
import { oneLine } from "./text.js";

/** Why a command could not do its work, in one line. */
export const failureSaid = (error: unknown): string =>
  oneLine(
    error instanceof CannotRun
      ? error.message
      : `unexpected error: ${error instanceof Error ? error.message : "no message"}`,
  );
