import { z } from "zod";

/**
 * fail: errors are lost, or cannot be read back. warn: something is proven less than it could be.
 * note: good to know. ok: asked, and well.
 */
const LevelSchema = z.enum(["ok", "note", "warn", "fail"]);
export type Level = z.infer<typeof LevelSchema>;

const FindingSchema = z.object({
  code: z.string(),
  level: LevelSchema,
  title: z.string(),
  /** What was seen. */
  what: z.string(),
  why: z.string(),
  /** The line to change; empty where there is nothing to do. */
  change: z.string(),
  /** The page of Sentry or Inngest that `change` names, where its address is certain; `name` goes on from "Open". */
  page: z
    .object({ name: z.string(), href: z.url({ protocol: /^https?$/ }) })
    .optional()
    .catch(undefined),
});
export type Finding = z.infer<typeof FindingSchema>;

/** What stands between the browser and Sentry on one page of the app. */
const PagePoliciesSchema = z.object({
  /** The page that was asked for. */
  page: z.string(),
  /** The path at which the app answered it, after redirects. */
  at: z.string(),
  /** Its Content-Security-Policies, from the header and from <meta> elements; a browser obeys all of them. */
  texts: z.array(z.string()).readonly(),
  /** The host to which it redirects, out of the app; null: it was read. */
  leaves: z.string().nullable(),
});
export type PagePolicies = z.infer<typeof PagePoliciesSchema>;

/** A page that was to be read, and what came in its place. */
const UnreadPageSchema = z.object({
  page: z.string(),
  answer: z.string(),
  /** Absent: it leads elsewhere, or is not there. */
  because: z.enum(["slow", "broken"]).optional(),
});
export type UnreadPage = z.infer<typeof UnreadPageSchema>;

/** `GET /api/health/sentry/doctor` */
export const DoctorAnswerSchema = z.object({
  status: z.enum(["pass", "warn", "fail"]),
  findings: z.array(FindingSchema),
  /** The policies that were read, for a browser that sends to another address than the server knows of. */
  page: z
    .object({
      sendsTo: z.string(),
      origin: z.string(),
      policies: z.array(PagePoliciesSchema),
      unread: z.array(UnreadPageSchema),
      /** The app takes the check of the browser. */
      checksBrowser: z.boolean().optional(),
    })
    .optional(),
  /** What the server runs as: a browser that was given something else is told so. An older app does not say. */
  runs: z.object({ release: z.string(), environment: z.string() }).optional(),
  /** The path of a page that anybody may open, for a browser that is to ask the SDK. An older app does not say. */
  signIn: z.string().optional(),
});
export type DoctorAnswer = z.infer<typeof DoctorAnswerSchema>;
