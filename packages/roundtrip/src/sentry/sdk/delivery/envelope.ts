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
