import type { SentryFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";

const WHY = "Stack traces in Sentry name lines of the built files, and not your own.";

/** Whether Sentry can trace the running build's code back to its sources. */
export function examineMaps({ debugIds, read }: SentryFacts): Finding[] {
  if (debugIds === false)
    return [
      {
        code: "source_maps_no_debug_ids",
        level: "warn",
        title: "The build has no debug ids",
        what: "None of the app's own files that run here carries one.",
        why: WHY,
        change:
          "Build with withSentryConfig() in next.config.ts, and deploy the files as the build left them: whatever rewrites them afterwards removes the ids.",
      },
    ];
  const count = read?.artifacts ?? null;
  if (!debugIds || count === null) return [];
  if (count > 0)
    return [
      {
        code: "source_maps_ok",
        level: "ok",
        title: "Source maps",
        what: "Sentry has the source maps of this build.",
        why: "",
        change: "",
      },
    ];
  return [
    {
      code: "source_maps_missing",
      level: "warn",
      title: "Sentry lacks this build's source maps",
      what: "It knows no upload for a debug id of the code that runs here.",
      why: WHY,
      change:
        "SENTRY_AUTH_TOKEN=<a token with org:ci>, beside SENTRY_ORG and SENTRY_PROJECT, when the app is built: the build uploads them. Then deploy that very build.",
    },
  ];
}
