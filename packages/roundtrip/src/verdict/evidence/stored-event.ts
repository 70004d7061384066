import { z } from "zod";

const FrameSchema = z.object({
  file: z.string(),
  function: z.string().nullable(),
  /** 1-based, as Sentry shows it. */
  line: z.number().nullable(),
  inApp: z.boolean(),
  /** The source line itself, when Sentry has it. */
  source: z.string().nullable(),
});
export type Frame = z.infer<typeof FrameSchema>;

/** Why stack frames name built files: each one needs another remedy. */
const MapTroubleSchema = z.enum(["none_uploaded", "no_debug_ids", "other_build", "map_missing"]);
export type MapTrouble = z.infer<typeof MapTroubleSchema>;

/** An event as a monitoring backend holds it, in our own words. Every reader maps its answer to this. */
export const StoredEventSchema = z.object({
  eventId: z.string(),
  type: z.string().nullable(),
  message: z.string(),
  /** Types of the errors that are linked to it as causes, the nearest first. */
  causes: z.array(z.string()).optional(),
  release: z.string().nullable(),
  environment: z.string().nullable(),
  level: z.string().nullable(),
  handled: z.boolean().nullable(),
  mechanism: z.string().nullable(),
  runtime: z.string().nullable(),
  traceId: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  /** Extra data and contexts, merged under their names. */
  data: z.record(z.string(), z.unknown()),
  /** Outermost call first, as Sentry stores them. */
  frames: z.array(FrameSchema),
  /** The backend gives frames only as they were sent: what source maps would make of them is not to be seen. */
  framesAsSent: z.boolean().optional(),
  /** What the backend says of source maps, where all of the app's frames name built files. */
  mapTrouble: MapTroubleSchema.optional(),
  /** When the backend received it, milliseconds since the epoch; null when it does not say. */
  receivedAt: z.number().nullable(),
  /** Where a person can look at it. */
  link: z.string().nullable(),
});
export type StoredEvent = z.infer<typeof StoredEventSchema>;

/** Of the errors of one event, the outermost last, as the SDK sends them: the types of the others, the nearest first. */
export const causesOf = (linked: readonly { type?: string | null | undefined }[]): string[] =>
  linked
    .slice(0, -1)
    .map(({ type }) => type ?? "")
    .reverse();
