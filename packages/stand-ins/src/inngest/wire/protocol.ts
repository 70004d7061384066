import { z } from "zod";

/** One concurrency limit as a function's configuration states it. */
const limitSchema = z.object({
  limit: z.number().int().min(0),
  key: z.string().optional(),
  scope: z.enum(["fn", "env", "account"]).default("fn"),
});

const triggerSchema = z.union([
  z.object({ event: z.string().min(1), expression: z.string().optional() }),
  z.object({ cron: z.string().min(1), jitter: z.string().optional() }),
]);

/** A function as the SDK registers it. Members this executor does not know are kept, to be refused by name. */
const functionSchema = z.looseObject({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(triggerSchema),
  steps: z.record(
    z.string(),
    z.object({
      runtime: z.object({ type: z.literal("http"), url: z.url({ protocol: /^https?$/ }) }),
      retries: z.object({ attempts: z.number().int().min(0).max(20).optional() }).optional(),
    }),
  ),
  idempotency: z.string().optional(),
  cancel: z
    .array(z.object({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }))
    .default([]),
  concurrency: z
    .union([
      z.number().transform((limit) => [{ limit }]),
      limitSchema.transform((one) => [one]),
      z.array(limitSchema),
    ])
    .pipe(z.array(limitSchema))
    .default([]),
  timeouts: z.object({ start: z.string().optional(), finish: z.string().optional() }).default({}),
});
export type FunctionConfig = z.infer<typeof functionSchema>;

/** Body of `POST /fn/register`. */
export const registrationSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  appName: z.string().min(1),
  sdk: z.string().default("unknown"),
  functions: z.array(functionSchema),
});
export type Registration = z.infer<typeof registrationSchema>;

/** An event as it is sent, before it has an id and a time. */
export const sentEventSchema = z.looseObject({
  name: z.string().min(1),
  id: z.string().min(1).max(256).nullish(),
  ts: z.number().int().positive().nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
  user: z.record(z.string(), z.unknown()).nullish(),
});

/** An event as functions get it; `ts` in Unix milliseconds. */
export interface InngestEvent extends Record<string, unknown> {
  readonly name: string;
  readonly id: string;
  readonly ts: number;
  readonly data: Record<string, unknown>;
}

/** One operation in an app's 206 answer: what the function wants done, or what a step gave. */
export const operationSchema = z.looseObject({
  op: z.string(),
  id: z.string().min(1),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.record(z.string(), z.unknown()).nullish(),
});
export type Operation = z.infer<typeof operationSchema>;

/** Status names as Inngest's REST API has them. */
export type RunStatus = "Running" | "Completed" | "Failed" | "Cancelled";

/** A failure as the SDK writes errors; ours have no stack. */
export interface RunError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** What a step left behind, in the shape the SDK reads it back. */
export type StepResult =
  | { readonly type: "data"; readonly data: unknown }
  | { readonly type: "error"; readonly error: unknown };

/** Writes one line of the log. */
export type Log = (line: string) => void;

/** The first retries a server grants when a function says nothing (Inngest's own default). */
export const DEFAULT_RETRIES = 4;
