import type { Finding } from "#doctor/finding.js";

const seconds = (ms: number) => Math.round(Math.abs(ms) / 1000);
/** Inngest refuses a signature whose time is further away than this. */
const SIGNATURE_MS = 300_000;
const CLOSE_MS = 10_000;

/** Two clocks that differ do not say which of them is off: a third one does. */
export function examineClock(sentryMs: number | null, inngestMs: number | null): Finding[] {
  if (sentryMs === null) return [];
  const off = Math.abs(sentryMs);
  if (off < CLOSE_MS)
    return [
      {
        code: "clock_ok",
        level: "ok",
        title: "Clock",
        what: "This server's clock and Sentry's agree.",
        why: "",
        change: "",
      },
    ];
  if (inngestMs !== null && Math.abs(inngestMs) < CLOSE_MS)
    return [
      {
        code: "clock_skew",
        level: "warn",
        title: "Sentry's clock is off",
        what: `It is ${seconds(sentryMs)} s ${sentryMs > 0 ? "ahead of" : "behind"} this server's, with which Inngest's agrees.`,
        why: "Times in Sentry are wrong, and an event may seem older than the request that caused it.",
        change:
          "Nothing in this app. Let the host of your own Sentry follow a time server: timedatectl set-ntp true",
      },
    ];
  const far = off >= SIGNATURE_MS;
  return [
    {
      code: "clock_skew",
      level: far ? "fail" : "warn",
      title: "This server's clock is off",
      what: `It is ${seconds(sentryMs)} s ${sentryMs > 0 ? "behind" : "ahead of"} Sentry's.`,
      why: far
        ? "Inngest's signatures are good for five minutes: tasks are refused, and their errors never happen. Times in Sentry are wrong."
        : "Times in Sentry are wrong, and an event may seem older than the request that caused it.",
      change: "Let the host follow a time server: timedatectl set-ntp true",
    },
  ];
}
