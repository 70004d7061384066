import { z } from "zod";

/** Pass, or how far from it. Unknown: we could not look. */
export const VerdictSchema = z.enum(["pending", "pass", "warn", "fail", "unknown"]);
export type Verdict = z.infer<typeof VerdictSchema>;

export const StageNameSchema = z.enum([
  "fired",
  "raised",
  "captured",
  "accepted",
  "stored",
  "matched",
  "dropped",
  "absent",
]);
export type StageName = z.infer<typeof StageNameSchema>;

export const CauseSchema = z.object({
  code: z.string(),
  stage: StageNameSchema,
  summary: z.string(),
  remedy: z.string(),
  /** The app's own page that explains it, without the origin; absent where it was kept by an older version. */
  href: z.string().optional(),
});
export type Cause = z.infer<typeof CauseSchema>;

const StageSchema = z.object({
  name: StageNameSchema,
  /** ISO 8601; null while the stage has not been reached. */
  at: z.iso.datetime().nullable(),
  detail: z.string(),
});
export type Stage = z.infer<typeof StageSchema>;

const ExpectationSchema = z.object({
  name: z.string(),
  level: z.enum(["must", "should"]),
  expected: z.string(),
  actual: z.string(),
  ok: z.boolean(),
});
export type Expectation = z.infer<typeof ExpectationSchema>;

/** `GET /api/health/sentry/runs/<id>` */
export const RunAnswerSchema = z.object({
  id: z.string(),
  check: z.string(),
  /** The caller's, sent with the firing; null where there was none. */
  nonce: z.string().nullable(),
  verdict: VerdictSchema,
  cause: CauseSchema.nullable(),
  stages: z.array(StageSchema),
  expectations: z.array(ExpectationSchema),
  warnings: z.array(CauseSchema),
  links: z.object({
    /** The stored event. */
    sentry: z.string().nullable(),
    /** The page of Sentry that the cause's remedy names. Apps of older versions do not say. */
    remedy: z.string().nullable().default(null),
  }),
  firedAt: z.iso.datetime(),
  deadline: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  revisedAt: z.iso.datetime().nullable(),
  /** From the firing to the moment the event was readable (or its absence proven). */
  latencyMs: z.number().nullable(),
  /** Only where the caller expected something else than the app says of itself: then the verdict is that caller's alone. */
  callerExpects: z.object({ release: z.string(), environment: z.string() }).optional(),
});
export type RunAnswer = z.infer<typeof RunAnswerSchema>;

/** `GET runs?nonce=`: what was fired under it, one run a check at most. */
export const FiredUnderSchema = z.object({
  nonce: z.string(),
  runs: z.array(z.object({ check: z.string(), run: z.string(), href: z.string() })),
});
export type FiredUnder = z.infer<typeof FiredUnderSchema>;

/** 200 of a check's own address. */
const FiredAnswerSchema = z.object({
  status: z.literal("ok"),
  check: z.string(),
  run: z.string(),
  href: z.string(),
});
export type FiredAnswer = z.infer<typeof FiredAnswerSchema>;

/** What an HTTP header carries as it is: by one it reaches the check. */
const headerText = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(
      /^[\x21-\x7e\xa0-\xff](?:[\x20-\x7e\xa0-\xff]*[\x21-\x7e\xa0-\xff])?$/,
      "may hold printable characters of Latin-1 only, and no space at either end",
    );

/** What stored events must carry, whatever the app believes of itself. */
const ExpectSchema = z.strictObject({
  release: headerText(250).optional(),
  environment: headerText(64).optional(),
});
export type Expect = z.infer<typeof ExpectSchema>;

/** `POST runs` asks for this. */
export const MintRequestSchema = z.strictObject({
  check: z.string().min(1).max(64),
  expect: ExpectSchema.optional(),
});
export type MintRequest = z.infer<typeof MintRequestSchema>;

/** 201 of `POST runs`: a run whose errors the caller itself raises, each under its part's event id. */
export const MintedAnswerSchema = FiredAnswerSchema.extend({
  parts: z.array(z.object({ role: z.string(), eventId: z.string() })),
  /** Goes into the header `x-check-token` of `POST runs/<id>/evidence`; good for this run alone. */
  capability: z.string(),
  /** Where a browser raises them: it is admitted by a session, or by the capability in that header. */
  page: z.string(),
});
export type MintedAnswer = z.infer<typeof MintedAnswerSchema>;

/** One entry a check in `application/health+json`; the keys of `checks` are check names. */
const HealthEntrySchema = z.object({
  componentType: z.literal("check"),
  /** The run's id; null when there has never been one. */
  run: z.string().nullable(),
  status: z.enum(["pass", "warn", "fail"]),
  verdict: VerdictSchema,
  observedValue: z.number().nullable(),
  observedUnit: z.literal("ms"),
  time: z.iso.datetime().nullable(),
  output: z.string(),
  cause: CauseSchema.nullable(),
  href: z.string().nullable(),
  /** Only in `status`: seconds since the verdict. */
  age: z.number().optional(),
});
export type HealthEntry = z.infer<typeof HealthEntrySchema>;

/** `POST verify` and `GET status` */
export const HealthAnswerSchema = z.object({
  status: z.enum(["pass", "warn", "fail"]),
  releaseId: z.string(),
  environment: z.string(),
  checks: z.record(z.string(), z.array(HealthEntrySchema)),
});
export type HealthAnswer = z.infer<typeof HealthAnswerSchema>;

/** `application/problem+json` (RFC 9457) */
export const ProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  instance: z.string().optional(),
});
export type Problem = z.infer<typeof ProblemSchema>;

/** `POST verify` asks for this. */
export const VerifyRequestSchema = z
  .strictObject({
    checks: z.array(z.string()).min(1).max(50).optional(),
    wait: z.number().min(0).max(300).optional(),
    expect: ExpectSchema.optional(),
    /** A scheduler's call, whose outcome goes to alerts and heartbeat. */
    canary: z.boolean().optional(),
  })
  .refine(({ canary, checks, expect }) => !canary || (checks === undefined && expect === undefined), {
    path: ["canary"],
    error: "fires what CANARY_CHECKS names, as the app itself expects it. Leave out checks and expect",
  });
export type VerifyRequest = z.infer<typeof VerifyRequestSchema>;
