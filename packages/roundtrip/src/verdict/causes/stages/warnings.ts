import { text } from "./text.js";

/** A pass with a remark. */
export const warnings = {
  late: text(
    "stored",
    "The event is stored, and was found {seconds} s after the firing, past the deadline.",
    "Look at status.sentry.io, or at the lag of the consumers if you host Sentry: it is slow to store.",
  ),
  looked_late: text(
    "stored",
    "The event was found {seconds} s after the firing. Roundtrip did not look when the deadline passed, so it may have been there in time.",
    "Keep the app running until a run is decided: one that restarts or sleeps stops looking.",
  ),
  absence_too_late: text(
    "absent",
    "Roundtrip looked for the ignored error too late: its first look came {seconds} s after the firing. By then an empty result proves nothing.",
    "Fire the check again while the app is running.",
  ),
  absence_proven_late: text(
    "absent",
    "Absence was proven only {seconds} s after the firing, past the deadline.",
    "Keep the app running until a run is decided; if it was, Sentry was slow to store the control.",
  ),
  reported_twice: text(
    "captured",
    "The SDK was given the same error more than once.",
    "Look for a second report of the same error: Sentry.captureException before a rethrow, two middlewares on the Inngest client, or an error.tsx that reports server errors, too (they carry error.digest).",
  ),
  uniqueness_not_checked: text(
    "stored",
    "This backend cannot search messages; it was not checked whether the event is the only one.",
    "Nothing to do: the rest is proven.",
  ),
  absent_by_id_only: text(
    "absent",
    "This backend cannot search messages. That the ignored error is absent was proven by its event id alone.",
    "Nothing to do: the rest is proven.",
  ),
  trace_not_checked: text(
    "matched",
    "The request that fired the check had no trace; it was not checked whether the event is on its caller's trace.",
    "Start Sentry in the process that fires (register() in instrumentation.ts): its requests have a trace then. The rest is proven.",
  ),
  source_no_frames: text(
    "matched",
    "The stored event has no stack trace, so that nothing in it leads to the source.",
    "Look for what takes it away: beforeSend, an event processor, or a relay before Sentry that removes exception.values.stacktrace. What is thrown must be an Error: other values have no stack, and Error.stackTraceLimit = 0 takes it from all.",
  ),
  source_not_original: text(
    "matched",
    "No in-app frame names the original source file with its line and text. Sentry does not say why.",
    "Look in the build log whether source maps were uploaded, and in Sentry (Settings, Projects, Source Maps) whether this build is listed. If not, set SENTRY_AUTH_TOKEN, SENTRY_ORG and SENTRY_PROJECT where the app is built.",
  ),
  source_elsewhere: text(
    "matched",
    "The in-app frames name other files, with their text, and not the file that raised the error.",
    "Set buildTimeInstrumentation: false in withRoundtrip's option sentry, where webpack builds the app: Sentry's SDK 11.5 adds code to built files after their source maps were made. Let the source of a check of your own name the file that raises the error.",
  ),
  source_maps_none: text(
    "matched",
    "Sentry has no source maps of this project, so that the stack names built files.",
    "Set SENTRY_AUTH_TOKEN, SENTRY_ORG and SENTRY_PROJECT (both slugs) where the app is built, and SENTRY_URL unless it is sentry.io. Where they are set, look in the build log for a refused upload.",
  ),
  source_maps_other_build: text(
    "matched",
    "Sentry has source maps, but none of the build that runs, so that the stack names built files.",
    "Upload in the very build that is deployed: do not build again on the host. Where it is one build, look in its log for a refused upload.",
  ),
  source_maps_no_debug_ids: text(
    "matched",
    "The built files that run carry no debug ids, without which Sentry finds no source map for them.",
    "Check that next.config.ts uses withSentryConfig, and deploy the files as the build left them: whatever rewrites or minifies them afterwards removes the ids.",
  ),
  source_map_missing: text(
    "matched",
    "Sentry has the built file that raised the error, but not its source map.",
    "Let the build make source maps and keep them until the upload: look for settings that turn them off, and for a step that deletes *.map files too early.",
  ),
  source_not_checked: text(
    "matched",
    "This backend gives stack frames only as they were sent, so whether they lead to the original source was not checked.",
    "Look at the event in the backend itself: it resolves source maps where it shows them. The rest is proven.",
  ),
  commit_is_latest: text(
    "matched",
    "The release ends in @latest: it does not say which commit runs.",
    "Set COMMIT_SHA to the deployed commit where the process is started, or as a build argument of its image (in the repository: git rev-parse HEAD), and restart.",
  ),
  expectation_unstated: text(
    "matched",
    "The event carries {said}. Nobody has stated what to expect, so this was not checked.",
    "Set SENTRY_ENVIRONMENT, and SENTRY_PROJECT and COMMIT_SHA where the release is SENTRY_PROJECT@COMMIT_SHA. Or give createRoundtrip in roundtrip.ts the option expect, with a release and an environment. Or fire with --expect-release and --expect-environment.",
  ),
  expectation_unusable: text(
    "matched",
    "The event carries {said}. This was not checked: {why}.",
    "Correct {variables}. Then restart the app; after a change of roundtrip.ts, build it again first.",
  ),
  clock_skew: text(
    "matched",
    "Sentry's clock and the clock that times the runs are {seconds} s apart.",
    "Synchronise the clock that times the runs: this server's (a container has its host's), or that of the Redis or libSQL server that keeps the runs. timedatectl shows whether NTP keeps it. If it is right, correct the clock of the Sentry that you host.",
  ),
};
