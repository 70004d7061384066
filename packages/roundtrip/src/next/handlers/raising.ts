import { findCheck } from "#checks/catalogue.js";
import type { Check } from "#checks/check.js";
import {
  OwnError,
  RoundtripControl,
  RoundtripError,
  RoundtripNearMiss,
  ValidationError,
} from "#checks/errors.js";
import { CHECK_ERROR, CONTROL_ERROR, IGNORED_ERROR, messageOf, NEAR_MISS_ERROR } from "#checks/message.js";
import { companionId } from "#runs/id.js";
import { noteRaised } from "#runs/record/raised.js";
import { announce } from "#sentry/sdk/correlation.js";

/** What a file of the host raises a check's errors with. A role names one of the check's events. */
export interface Raising {
  /** The run's id. */
  run: string;
  /** Makes the error of a role, and notes that it is about to be raised. Its first frame is the caller's. */
  error(role?: string): Error;
  /** The same for an error of the host's own: the message that it must have. */
  mark(role?: string): string;
}

interface Where {
  /** The run was opened in another process, whose SDK alone knows the ids of its companions. */
  visited?: boolean;
  /** Of the task that raises. */
  attempt?: number;
}

/** @param given its name, or the check itself where nobody may have listed it in this process */
export function raisingOf(given: string | Check, run: string, { visited, attempt }: Where = {}): Raising {
  const check = typeof given === "string" ? given : given.name;
  const known = typeof given === "string" ? findCheck(given) : given;
  const begin = (role: string) => {
    const part = known?.parts.find((one) => one.role === role);
    if (!part) throw new Error(`the check ${check} has no event of the role ${role}`);
    const eventId = role === "main" ? run : companionId(run, role);
    if (visited && role !== "main") announce(run, role, eventId);
    noteRaised(run, role, attempt ?? null);
    return { type: part.content.type, eventId };
  };
  const error = (role = "main"): Error => {
    const { type, eventId } = begin(role);
    const Class = CLASSES.get(type);
    const made = Class ? new Class(check, eventId) : new OwnError(type, check, eventId);
    // A frame below node_modules counts as nobody's: the trace must begin in the host's own file.
    Error.captureStackTrace(made, error);
    return made;
  };
  const mark = (role = "main"): string => {
    const { type, eventId } = begin(role);
    return messageOf(type, check, eventId);
  };
  return { run, error, mark };
}

const CLASSES: ReadonlyMap<string, new (check: string, eventId: string) => Error> = new Map(
  Object.entries<new (check: string, eventId: string) => Error>({
    [CHECK_ERROR]: RoundtripError,
    [IGNORED_ERROR]: ValidationError,
    [CONTROL_ERROR]: RoundtripControl,
    [NEAR_MISS_ERROR]: RoundtripNearMiss,
  }),
);
