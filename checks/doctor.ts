import { z } from "zod";

/**
 * fail: errors are lost, or cannot be read back. warn: something is proven less than it could be.
 * note: good to know. ok: asked, and well.
 */
export const LevelSchema = z.enum(["ok", "note", "warn", "fail"]);
export type Level = z.infer<typeof LevelSchema>;

export const FindingSchema = z.object({
  code: z.string(),
  level: LevelSchema,
  title: z.string(),
  /** What was seen. */
  what: z.string(),
  why: z.string(),
  /** The line to change; empty where there is nothing to do. */
  change: z.string(),
});
export type Finding = z.infer<typeof FindingSchema>;

/** `GET /api/health/sentry/doctor` */
export const DoctorAnswerSchema = z.object({
  status: z.enum(["pass", "warn", "fail"]),
  findings: z.array(FindingSchema),
  /** What the server runs as: a browser that was given something else is told so. An older app does not say. */
  runs: z.object({ release: z.string(), environment: z.string() }).optional(),
});
export type DoctorAnswer = z.infer<typeof DoctorAnswerSchema>;
