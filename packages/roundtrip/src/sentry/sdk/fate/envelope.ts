import { type SentEvent, type Subject, subjectOfSent } from "#sentry/sdk/correlation.js";
import type { Client } from "#sentry/sdk/types.js";

type Transport = NonNullable<ReturnType<Client["getTransport"]>>;
export type Envelope = Parameters<Transport["send"]>[0];
export type Answer = Awaited<ReturnType<Transport["send"]>>;

/** Whose event an envelope holds; null when it holds none of a check. */
export function subjectOfEnvelope(envelope: Envelope): Subject | null {
  for (const [header, payload] of envelope[1]) {
    const subject = header.type === "event" ? subjectOfSent(payload as SentEvent) : null;
    if (subject) return subject;
  }
  return null;
}

/** A refusal as far as a status says: of who gave it, nothing is known. Null where the SDK names none, or a success. */
export function refusalByStatus({ statusCode, headers }: Answer, tunnel: boolean) {
  if (statusCode === undefined || (statusCode >= 200 && statusCode < 300)) return null;
  const rateLimits = headers?.["x-sentry-rate-limits"] ?? headers?.["retry-after"] ?? null;
  return { kind: "rejected", status: statusCode, rateLimits, detail: "", foreign: false, tunnel } as const;
}
