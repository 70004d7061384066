import { z } from "zod";

const times = z.int().min(1).max(1_000_000).optional();
const status = z.int().min(200).max(599).optional();
const headers = z.record(z.string().regex(/^[\w-]{1,100}$/), z.string().max(1000)).optional();
const milliseconds = z
  .int()
  .min(0)
  .max(24 * 3_600_000);

/** How the ingest endpoint answers; after `times` envelopes it is normal again. */
export const IngestFaultSchema = z.strictObject({
  /**
   * `mute`: takes and stores everything, and does not say so, as many a tunnel. `silent`: takes and stores everything, and
   * never answers, as an overloaded relay.
   */
  mode: z.enum(["normal", "refuse", "hang", "status", "drop", "not-sentry", "limit", "mute", "silent"]),
  /** Of `limit`: what is over its quota, in Sentry's words. Everything else is taken. */
  categories: z
    .array(z.enum(["error", "transaction", "span", "log_item", "session"]))
    .min(1)
    .optional(),
  status,
  headers,
  body: z.string().max(100_000).optional(),
  times,
});

const READ_ENDPOINTS = [
  "client-config",
  "root",
  "organization",
  "project",
  "event",
  "eventid",
  "events",
  "source-map-debug",
  "stats",
  "release",
  "filters",
  "artifact-lookup",
] as const;

/** How the read API answers; `endpoints` narrows it to some (the default: all of them). */
export const ReadFaultSchema = z.strictObject({
  mode: z.enum([
    "normal",
    "status",
    "hang",
    "refuse",
    "html",
    "redirect",
    "truncated",
    "wrong-body",
    "never",
  ]),
  status,
  headers,
  body: z.string().max(100_000).optional(),
  times,
  delayMs: milliseconds.optional(),
  endpoints: z.array(z.enum(READ_ENDPOINTS)).min(1).optional(),
});

/** Changes to events as the SDK sent them, by dot path; null deletes. */
export const AlterationsSchema = z
  .array(
    z.strictObject({
      path: z.string().min(1).max(300),
      value: z.json(),
      match: z.strictObject({ message: z.string().optional() }).optional(),
    }),
  )
  .max(100);

export const DelaySchema = z.strictObject({ ms: milliseconds });
export const DuplicateSchema = z.strictObject({ times: z.int().min(0).max(20) });

/** Sentry's inbound filters: events they match are answered 200 and never stored. */
const InboundFiltersSchema = z.strictObject({
  "browser-extensions": z.boolean().optional(),
  localhost: z.boolean().optional(),
  "web-crawlers": z.boolean().optional(),
  "react-hydration-errors": z.boolean().optional(),
  "chunk-load-error": z.boolean().optional(),
  /** Globs over `Type: value`, as in Sentry's "Error Message" filter. */
  errorMessages: z.array(z.string().min(1).max(500)).max(100).optional(),
  /** Globs over the release. */
  releases: z.array(z.string().min(1).max(500)).max(100).optional(),
});

export const SettingsSchema = z.strictObject({
  scopes: z.array(z.string().max(50)).max(50).optional(),
  orgSlug: z
    .string()
    .regex(/^[a-z0-9_-]{1,50}$/)
    .optional(),
  projectAccess: z.boolean().optional(),
  clockOffsetMs: z.int().min(-1e12).max(1e12).optional(),
  /** Keys anywhere in extra and contexts whose values become "[Filtered]"; case does not matter. */
  scrub: z.array(z.string().min(1).max(200)).max(100).optional(),
  /** The version that it says it is. */
  version: z.string().min(1).max(50).optional(),
  /** The method of a rule for UUIDs under Advanced Data Scrubbing; null: there is none. */
  scrubIds: z.enum(["replace", "mask", "hash", "remove"]).nullable().optional(),
  inboundFilters: InboundFiltersSchema.optional(),
  /** A `.next` directory; null turns symbolication off. */
  maps: z.string().min(1).nullable().optional(),
});

export const ResetSchema = z.strictObject({ clear: z.boolean().optional() });

export type IngestFault = z.infer<typeof IngestFaultSchema>;
export type ReadFault = z.infer<typeof ReadFaultSchema>;
export type Alteration = z.infer<typeof AlterationsSchema>[number];
export type InboundFilters = z.infer<typeof InboundFiltersSchema>;
export type ReadEndpoint = (typeof READ_ENDPOINTS)[number];
