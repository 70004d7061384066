import type { Event } from "@sentry/nextjs";
import { BROWSER_PROOF, PROOF_TAG } from "#checks/browser-mark.js";
import { correlate, type Subject } from "#sentry/sdk/correlation.js";
import type { Client } from "#sentry/sdk/types.js";

const subjects = new WeakMap<Event, Subject>();

/** Whose an event is that is being processed; null: not a check's. */
export const subjectNow = (event: Event): Subject | null => subjects.get(event) ?? null;

/** Gives checks' events the ids and the proof by which they are found: without the rest of us as well. */
export function makeFindable(client: Client): void {
  client.on("preprocessEvent", (event) => {
    const subject = event.type === undefined ? correlate(event) : null;
    if (!subject) return;
    subjects.set(event, subject);
    const proof: unknown = Reflect.get(globalThis, BROWSER_PROOF);
    if (typeof proof === "string") event.tags = { ...event.tags, [PROOF_TAG]: proof };
  });
}
