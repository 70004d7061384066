import { z } from "zod";
import { WiringSchema } from "#verdict/evidence/wiring.js";

/** What becomes of an error in a rehearsal, which goes the SDK's way up to where it would be sent. */
const RehearsedSchema = z.object({
  /** Type of the error, one of those that checks raise. */
  type: z.string(),
  /** It is the one that the app means to ignore. */
  toIgnore: z.boolean().default(false),
  /** kept; dropped by a rule about errors, by another event processor, or by beforeSend; late: `by` had not answered in time, twice. */
  fate: z.enum(["kept", "ignored", "processor", "before_send", "late"]),
  /** Which rule or processor it was. */
  by: z.string(),
  threw: z.boolean(),
  /** How many of `tries` it dropped: less than all is chance. */
  drops: z.number(),
  tries: z.number(),
});
export type Rehearsed = z.infer<typeof RehearsedSchema>;

/** How the SDK stands in one runtime, asked there. */
export const SdkFactsSchema = z.object({
  initialised: z.boolean(),
  enabled: z.boolean(),
  /** Its DSN is SENTRY_DSN. */
  sameDsn: z.boolean(),
  release: z.string().nullable(),
  environment: z.string().nullable(),
  sampleRate: z.number(),
  /** An older page does not say. */
  wiring: WiringSchema.default("installed"),
  /** Places in the transport's queue. */
  queue: z.number(),
  /** The integration for pino or for the console is there; null in a runtime that has none. */
  pino: z.boolean().nullable(),
  /** Versions of `@sentry/core` that this runtime holds. */
  cores: z.array(z.string()).readonly(),
  rehearsed: z.array(RehearsedSchema).readonly(),
});
export type SdkFacts = z.infer<typeof SdkFactsSchema>;

/** What the Node SDK makes of the trace check's own request. */
export interface TracingFacts {
  /** SENTRY_TRACE_SAMPLE_RATE */
  rate: number;
  /** The SDK takes the spans that Next.js makes, through OpenTelemetry. */
  openTelemetry: boolean;
  /** The SDK was given a rate or a sampler. */
  on: boolean;
  /** The sampler's answer, or the SDK's own rate; null when the sampler threw. */
  sampled: boolean | number | null;
  /** The pattern of ignoreSpans that matches it. */
  ignoredBy: string | null;
}

/** What only the SDK of a page can say. */
export const AskedInBrowserSchema = z.object({
  sdk: SdkFactsSchema,
  /** What the page says that it is. */
  page: z.object({ release: z.string(), environment: z.string() }),
  /** It listens for uncaught errors. */
  handlers: z.boolean(),
  /** An empty envelope came through; a policy forbade it; no answer came in time; something else was in the way. */
  ingest: z.enum(["reached", "policy", "slow", "blocked"]),
  ingestOrigin: z.string(),
  /** What answered the envelope, redirects followed. An older page does not say. */
  answer: z.object({ status: z.number(), isPage: z.boolean() }).optional(),
  /** It was sent to the option tunnel of the browser's Sentry.init. */
  tunnel: z.boolean().optional(),
  /** The whole address, without its query, and the page's own origin. An older page does not say. */
  sendsTo: z.string().optional(),
  origin: z.string().optional(),
});
export type AskedInBrowser = z.infer<typeof AskedInBrowserSchema>;

/** What a page answers that is asked from outside. */
export interface BrowserFacts {
  /** False: this page asked the server for a DSN, and got none. */
  configured: boolean;
  started: boolean;
  /** Versions of `@sentry/core` in this page. */
  cores: readonly string[];
  /** What the SDK of this page says of itself. */
  asked?: AskedInBrowser | undefined;
}
