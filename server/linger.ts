import { setTimeout as sleep } from "node:timers/promises";
import * as Sentry from "@sentry/nextjs";
import { after } from "next/server";
import { isServerless } from "./closed";
import { recorded } from "./record";

/** A Sentry or a store that hangs must not keep an instance, which is paid for by the second. */
const AT_MOST_MS = 5_000;

/**
 * A serverless host stops an instance when its answer is out, with the event still in the SDK's queue. Has Next.js
 * hold it (by the host's waitUntil) until what a check raised has been sent and what was seen of it is written.
 */
export function lingerWhereStopped(): void {
  if (!isServerless(process.env)) return;
  after(async () => {
    await Sentry.flush(AT_MOST_MS);
    await Promise.race([recorded(), sleep(AT_MOST_MS, undefined, { ref: false })]);
  });
}
