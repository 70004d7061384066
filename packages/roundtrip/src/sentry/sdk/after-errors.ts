import * as Sentry from "@sentry/nextjs";
import { AFTER_MECHANISM } from "#checks/contents.js";

/** Next.js has the host wait for the task: long enough for one round trip to Sentry, and no longer for a dead one. */
const FLUSH_MS = 2_000;

/** Reports what a task of after() throws, as unhandled, and throws it on: Next.js prints it, as it did before. */
export async function reporting(task: () => unknown): Promise<void> {
  try {
    await task();
  } catch (error) {
    Sentry.captureException(error, { mechanism: { type: AFTER_MECHANISM, handled: false } });
    await Sentry.flush(FLUSH_MS);
    throw error;
  }
}
