import { z } from "zod";
import { CauseSchema, VerdictSchema } from "#verdict/answer.js";

/** A decided run of the canary, or a firing that came to nothing. */
const OutcomeSchema = z.object({
  check: z.string(),
  /** Null: it could not be fired. */
  run: z.string().nullable(),
  verdict: VerdictSchema,
  cause: CauseSchema.nullable(),
  /** Milliseconds since the epoch, on the store's clock. */
  firedAt: z.number(),
  /** Of the app that fired it. */
  release: z.string(),
});
export type AlertOutcome = z.infer<typeof OutcomeSchema>;

/** A failure that is over, recovery and all. */
const OverSchema = z.object({
  /** The firing from which on it failed. */
  since: z.number(),
  /** The firing that passed again. */
  until: z.number(),
  /** The code of the cause that was told. */
  cause: z.string().nullable(),
});

export type Over = z.infer<typeof OverSchema>;

/** Losses that come and go, as is proven by a pass between two of them: another pass says nothing of them. */
const FlickerSchema = z.object({
  /** The newest firing that failed. */
  lastAt: z.number(),
  /** The code of the cause that was told. */
  cause: z.string().nullable(),
});

export type Flicker = z.infer<typeof FlickerSchema>;

/** What was last told of a check in one environment. */
export const AlertStateSchema = z.object({
  /** The newest outcome that counted. */
  last: OutcomeSchema,
  /** The firing from which on it fails; null while it is well. */
  since: z.number().nullable(),
  /** How often the present failure has been said, the first time included. */
  told: z.number(),
  /** When it is said again. */
  remindAt: z.number().nullable(),
  /** The last failure that is over; null: none was told. */
  over: OverSchema.nullable(),
  /** The present failure is one that comes and goes; null: a pass ends it. */
  flicker: FlickerSchema.nullable().default(null),
});
export type AlertState = z.infer<typeof AlertStateSchema>;
