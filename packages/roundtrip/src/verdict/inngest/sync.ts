import { z } from "zod";

/** What `POST /api/health/sentry/sync` answers: what Inngest holds of this app after it was told. */
export const SyncAnswerSchema = z.object({
  status: z.literal("ok"),
  /** Under which Inngest knows the app. */
  app: z.string(),
  /** Where the registration went. */
  inngest: z.string(),
  /** Something differs from what Inngest held before. */
  modified: z.boolean(),
  functions: z.array(z.string()),
  /** Where Inngest will call them; empty where it does not say. */
  addresses: z.array(z.string()),
});
export type SyncAnswer = z.infer<typeof SyncAnswerSchema>;
