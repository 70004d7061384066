import { after } from "next/server";
import { reporting } from "#sentry/sdk/after-errors.js";

/**
 * In place of `after` from next/server: takes a callback or a promise, as that does, and reports to Sentry what it throws.
 * Next.js prints such an error, and reports it to nobody; that it reaches Sentry is what the check `sentry-after` proves.
 */
export function reportedAfter(task: Parameters<typeof after>[0]): void {
  // A promise is watched from now on: one that fails before the answer is out would be one that nobody awaits.
  after(typeof task === "function" ? () => reporting(task) : reporting(() => task));
}
