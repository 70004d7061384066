import type { RuntimeFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";

const WIRE =
  'instrumentation.ts: export const onRequestError = waitUntilSent(Sentry.captureRequestError); // from "@roundtrip/next/instrumentation"';
const FLUSH =
  "Before the answer, wherever an error is logged or captured by hand, write: await Sentry.flush(2000). On Cloud Run, instance-based billing leaves the CPU on, which serves for all errors.";

/** Where the host stops processes once no request is open: what keeps them running until events have been sent. */
export function examineStopping({ stopping }: RuntimeFacts): Finding[] {
  if (!stopping) return [];
  const { host, always, waits, answers } = stopping;
  const stops = `${host} is set: such a host ${always ? "stops" : "may stop"} a process when no request is open.`;
  if (waits)
    return [
      {
        code: "events_held",
        level: "ok",
        title: "Stopped processes",
        what: `${stops} It is asked to wait until each event of a request has been sent.`,
        why: "",
        change: "",
      },
    ];
  const finding = { code: "events_not_held", title: "Events may be lost when the process stops" };
  if (answers)
    return [
      {
        ...finding,
        level: "warn",
        what: `${stops} Only the answer of a route handler waits until its error has been sent.`,
        why: "What a page, a Server Action or a logger reports may be sent late, or never.",
        change: FLUSH,
      },
    ];
  return [
    {
      ...finding,
      level: always ? "fail" : "warn",
      what: `${stops} Nothing in the app keeps it running until an event has been sent.`,
      why: "An error may be sent late, or never. While other requests keep the process running it still arrives, so a busy app looks well.",
      change: WIRE,
    },
  ];
}
