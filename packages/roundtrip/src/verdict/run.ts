import { z } from "zod";
import { LATE_WINDOW_MS } from "./deadlines.js";
import { WiringSchema } from "./evidence/wiring.js";

/** 32 lowercase hex digits: a UUIDv7 without dashes, and at the same time a Sentry event id. */
export const EVENT_ID = /^[0-9a-f]{32}$/;
/** A run's id is minted as UUIDv7: version 7 in the 13th digit, variant 10 in the 17th (RFC 9562, section 5.7). */
export const RUN_ID = /^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/;

/** When a run id was minted, milliseconds since the epoch. */
export const mintedAt = (runId: string): number => Number.parseInt(runId.slice(0, 12), 16);

/** One event of a run: the run's own (`main`), or a companion that proves something about it. */
const PartSchema = z.object({ role: z.string(), eventId: z.string().regex(EVENT_ID) });
export type Part = z.infer<typeof PartSchema>;

/** How the SDK of the firing process stood when the run was fired. */
const SdkStateSchema = z.object({
  dsn: z.enum(["absent", "malformed", "ok"]),
  initialised: z.boolean(),
  /** false: it was started, and switched off. */
  enabled: z.boolean().optional(),
  /** The firing process, as its evidence names it; null where it has no SDK. */
  process: z.string().nullable().optional(),
  /** The number in SENTRY_DSN: where events are looked for. */
  project: z.string().nullable().optional(),
  /** The host in SENTRY_DSN: two Sentrys may give their projects the same number. */
  ingest: z.string().nullable().optional(),
  /** As the SDK will put it on events; null when it has none. */
  release: z.string().nullable(),
  environment: z.string().nullable(),
  /** Error sample rate, 0 to 1. */
  sampleRate: z.number(),
  tracesSampleRate: z.number(),
  /** false: it is told to take no spans from OpenTelemetry, through which Next.js makes its own. */
  openTelemetry: z.boolean().optional(),
  /** The pino that the app logs through, and whether the client has an integration that reads its log. */
  pino: z.string().optional(),
  readsLog: z.boolean().optional(),
  /** How the client came by roundtripIntegration(). */
  wiring: WiringSchema.optional(),
  /** The host stops processes after their answers; `held`: this one is kept running until events have been sent. */
  stopping: z.object({ host: z.string(), always: z.boolean(), held: z.boolean() }).optional(),
  /** Versions of @sentry/core in the process; each keeps a state of its own, so that more than one is a fault. */
  cores: z.array(z.string()).optional(),
});
export type SdkState = z.infer<typeof SdkStateSchema>;

export const RunSchema = z.object({
  id: z.string().regex(RUN_ID),
  check: z.string(),
  /** Milliseconds since the epoch, on the store's clock. */
  firedAt: z.number(),
  deadline: z.number(),
  via: z.enum(["bearer", "session", "open", "canary"]),
  /** Of whoever fired it, by which it is known as that very firing; absent where the caller sent none. */
  nonce: z.string().optional(),
  parts: z.array(PartSchema).min(1),
  /** Trace that the run's errors must be on: of the request that fired it, or its own; null where there is none. */
  traceId: z.string().nullable(),
  /** What the firing app's own SDK puts on its events: under these its runs are listed, whatever a caller expects. */
  running: z.object({ release: z.string(), environment: z.string() }),
  /** What the stored event must say, as far as anybody has stated it: the caller, createRoundtrip, or a variable. */
  expected: z.object({
    /** Null: nobody has stated it, and it is not checked. */
    release: z.string().nullable(),
    environment: z.string().nullable(),
    commitTag: z.string().nullable(),
    /** True when `--expect-release` or `--expect-environment` named them. */
    fromCaller: z.boolean(),
    /** Variables that were set to state one of these, and cannot be used. */
    unusable: z.array(z.object({ variable: z.string(), message: z.string() })).optional(),
  }),
  sdk: SdkStateSchema,
  /** How the trace of a run that is about tracing was begun; other runs have none. */
  tracing: z
    .object({
      /** SENTRY_TRACE_SAMPLE_RATE, 0 to 1; what the SDK makes of it is in `sdk`. */
      rate: z.number(),
      /** The SDK's decision about this very trace; null where it decided nothing. */
      sampled: z.boolean().nullable(),
      /** A browser's script sent the request: then its own span must stand above the route's. */
      fromBrowser: z.boolean(),
      /** Nothing but this firing is on the trace: its caller brought none. Older runs did not say. */
      alone: z.boolean().optional(),
      /** The run is kept in Redis, whose commands must be among the spans. */
      redis: z.boolean(),
    })
    .optional(),
  /** What answers at SENTRY_URL, where it had said so by the firing: remedies name its own pages. */
  backend: z.enum(["sentry-saas", "sentry-self-hosted", "bugsink", "glitchtip"]).nullable().optional(),
  /** A read token is configured, so that stored events can be looked up. */
  canRead: z.boolean(),
});
export type Run = z.infer<typeof RunSchema>;

/** From here on nothing that is seen changes the verdict of a run for the better: late has become lost. */
export const finalAt = ({ deadline, firedAt }: Pick<Run, "deadline" | "firedAt">): number =>
  Math.max(deadline, firedAt + LATE_WINDOW_MS);
