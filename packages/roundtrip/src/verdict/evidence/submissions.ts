import { z } from "zod";
import { WiringSchema } from "./wiring.js";

/** What one request may submit; a healthy browser check needs about a dozen. */
export const MAX_SUBMISSIONS = 50;

const text = z.string().max(300);
const base = {
  id: z.string().regex(/^[\w-]{1,64}$/, "must be 1 to 64 letters, digits, _ or -"),
  role: z.string().min(1).max(32).default("main"),
  at: z.number().min(0).max(8_640_000_000_000_000),
  process: z.string().min(1).max(64),
  runtime: z.enum(["edge", "browser"]),
};
const submission = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ ...base, kind: z.literal(kind), ...shape });
const status = z.number().int().min(0).max(999);

/**
 * The evidence that edge and browser may bring: what they saw themselves up to ingest's answer. What Sentry
 * holds is for the server alone to say, so `found`, `missing` and `counted` are not among it.
 */
export const SubmissionSchema = z.discriminatedUnion("kind", [
  submission("raised", {
    attempt: z.null().default(null),
    traceId: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .nullable()
      .default(null),
  }),
  submission("captured", {
    type: text,
    mechanism: text.nullable(),
    handled: z.boolean().nullable(),
    delivery: z.null().default(null),
  }),
  submission("dropped", {
    reason: text,
    by: text.nullable().default(null),
    repeat: z.boolean().default(false),
  }),
  submission("held", { by: text.nullable().default(null), afterMs: z.number().min(0).max(3_600_000) }),
  submission("accepted", {
    status,
    project: text.nullable().default(null),
    host: text.nullable().default(null),
  }),
  submission("rejected", {
    status,
    rateLimits: text.nullable(),
    detail: text,
    foreign: z.boolean().default(false),
    tunnel: z.boolean().default(false),
  }),
  submission("not_sent", { code: text, tunnel: z.boolean().default(false) }),
  submission("sdk_seen", {
    started: z.boolean(),
    configured: z.boolean(),
    enabled: z.boolean().default(true),
    sampleRate: z.number().min(0).max(1).default(1),
    wiring: WiringSchema.default("installed"),
  }),
  /** By whoever opens the page that raises, when it could not be opened. */
  submission("not_reached", { status: status.nullable(), code: text }),
]);
export type Submission = z.infer<typeof SubmissionSchema>;

/** What the browser's SDK tells its page of one event, in a submission's words. */
export type BrowserFact = Submission extends infer C
  ? C extends { kind: "captured" | "dropped" | "held" | "accepted" | "rejected" | "not_sent" }
    ? Omit<C, keyof typeof base | "delivery">
    : never
  : never;

/** `POST runs/<id>/evidence` takes this. */
export const SubmissionsSchema = z.array(SubmissionSchema).min(1).max(MAX_SUBMISSIONS);
