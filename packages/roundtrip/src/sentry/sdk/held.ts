import type { Client } from "./types.js";

/**
 * Longer than any hook of a healthy app holds an event, and shorter than what waits for an event to be sent: the flush of
 * an edge route (2 s), and a browser's page (6 s). What is noted too early explains nothing that arrives later.
 */
export const HELD_MS = 1_500;

/** Who has an event that left all processors and was not sent: beforeSend is the last that may keep it. */
export const lastHolder = (client: Client): string | null =>
  client.getOptions().beforeSend ? "beforeSend" : null;

/** Timers of events that the SDK's hooks have, by the events' ids. */
export function createHeld() {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const release = (eventId: string | undefined): void => {
    clearTimeout(timers.get(eventId ?? ""));
    timers.delete(eventId ?? "");
  };
  return {
    /** `note` is called once, unless the event is released before. */
    keep(eventId: string, note: () => void): void {
      release(eventId);
      const timer = setTimeout(() => {
        timers.delete(eventId);
        note();
      }, HELD_MS);
      // A browser's timer is a number, and keeps nothing alive.
      if (typeof timer === "object") timer.unref?.();
      timers.set(eventId, timer);
    },
    release,
  };
}
