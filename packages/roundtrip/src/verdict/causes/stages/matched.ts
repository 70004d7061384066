import { text } from "./text.js";

/** Stored, and not as meant. */
export const matched = {
  wrong_event: text(
    "matched",
    "What is stored under this id is another error.",
    "Open the event in Sentry to see whose error it is. Then look at beforeSend and event processors in Sentry's init: one of them gives another event this id, or changes its message.",
  ),
  wrong_type: text(
    "matched",
    "The stored event is the check's own, but its error type is not the one that was raised.",
    "Look for what renames it: a minifier that shortens class names, beforeSend, or an event processor.",
  ),
  message_scrubbed: text(
    "matched",
    "The event's message was scrubbed, so that it no longer says which run it belongs to.",
    "Look for the rule that matches it: Settings, Security & Privacy, of organisation and project, Advanced Data Scrubbing and Additional Sensitive Fields. Narrow it so that it leaves 32 hex digits alone; or look in your own beforeSend.",
  ),
  message_changed: text(
    "matched",
    "The stored event is the check's own, and its message is not the one that was raised.",
    "Look for what rewrites messages: beforeSend, an event processor, a relay before Sentry, or a rule with the method Remove under Advanced Data Scrubbing (Settings, Security & Privacy, of organisation and project).",
  ),
  tags_scrubbed: text(
    "matched",
    "Sentry's data scrubbing replaced the tag {what} of the stored event.",
    "Look for the rule that matches it: Settings, Security & Privacy, of organisation and project, Advanced Data Scrubbing. Change its source so that it leaves tags alone, or its pattern so that it leaves 32 hex digits alone; or look in your own beforeSend.",
  ),
  field_scrubbed: text(
    "matched",
    "Sentry's data scrubbing replaced a field of the stored event: {what}.",
    "Look for the rule that matches it: Settings, Security & Privacy, of organisation and project, Advanced Data Scrubbing. Narrow its source to the fields that it is meant for; or look in your own beforeSend.",
  ),
  stored_under_other_id: text(
    "matched",
    "Sentry holds the check's error, but under another event id than the run's.",
    "Let each Sentry.init have roundtripIntegration() among its integrations, since that sets the id, and remove other calls of Sentry.init. Otherwise look for a beforeSend, an event processor or a relay that sets event_id.",
  ),
  received_unknown: text(
    "matched",
    "The stored event does not say when it was received, so that it may be older than the firing.",
    "Update Sentry if you host it. Otherwise look for a proxy before SENTRY_URL that rewrites answers: Sentry's own carry dateReceived.",
  ),
  received_before_firing: text(
    "matched",
    "The stored event was received before the check was fired.",
    "Compare this server's clock with Sentry's. If they agree, look for a cache or proxy before SENTRY_URL that answers with an old event.",
  ),
  wrong_release: text(
    "matched",
    "The stored event carries the release {actual} instead of {expected}.",
    "Check that the version you expect is the one that runs. Then set SENTRY_PROJECT and COMMIT_SHA to what is deployed, and look for a second place that sets the release: Sentry's init, SENTRY_RELEASE, or withSentryConfig.",
  ),
  browser_release_differs: text(
    "matched",
    "The browser's event carries another release than the server, which puts {server} on its own.",
    "Open the address that settingsFrom() asks, such as /sentry-settings: it must name the server's release. If it is older, clear the cache that keeps its answer, or end the old deployment's instances. If the build fixes the release, build again, or use settingsFrom().",
  ),
  browser_environment_differs: text(
    "matched",
    "The browser's event carries another environment than the server, which puts {server} on its own.",
    "Open the address that settingsFrom() asks, such as /sentry-settings: it must name the server's environment. Look for a cache that keeps its answer. If the build fixes the environment, build for each environment, or use settingsFrom().",
  ),
  wrong_environment: text(
    "matched",
    "The stored event carries the environment {actual} instead of {expected}.",
    "Check which of the two is right. If it is the expected one, look for a second place that sets the environment: Sentry's init, an event processor, a scope. If it is the stored one, correct SENTRY_ENVIRONMENT, or what `expect` says in createRoundtrip() or in the call of verify. Then restart.",
  ),
  wrong_level: text(
    "matched",
    "The stored event has the level {actual} instead of {expected}: alerts and searches by level do not see it.",
    "Look at what sets level: beforeSend, an event processor, or setLevel on a scope. A promise that nobody awaits is fatal with --unhandled-rejections=strict in NODE_OPTIONS, or by the option mode of OnUnhandledRejection.",
  ),
  wrong_commit_tag: text(
    "matched",
    "The stored event carries the tag commit_tag {actual}, and {expected} is expected: the process that reported it has another COMMIT_TAG or COMMIT_SHA.",
    "Give every process that runs this app the same COMMIT_TAG and COMMIT_SHA, and restart. While a deploy is in progress, wait for it to end and fire again.",
  ),
  wrong_handled: text(
    "matched",
    "The stored event says handled where the error was unhandled, or the reverse, or does not say which.",
    "Look for a Sentry.captureException of your own for the same error, which says handled: yes, and remove it. Otherwise look in beforeSend and event processors for what rewrites the mechanism.",
  ),
  reported_by_console: text(
    "matched",
    "Sentry counts this uncaught error as handled: it was written to the console first, and captureConsoleIntegration reported it from there.",
    "Give captureConsoleIntegration the option handled: false in Sentry.init on the server, and for the edge runtime. What the app logs itself then counts as unhandled, too. Or take the integration out, and report what you log through Sentry.pinoIntegration or Sentry.captureException.",
  ),
  console_first: text(
    "matched",
    "The error was written to the console first, and captureConsoleIntegration reported it from there: the SDK reports no error twice.",
    "Remove the line of yours that writes this error to the console. Where Next.js writes it, remove captureConsoleIntegration from Sentry.init of this runtime, and report what you log through Sentry.pinoIntegration or Sentry.captureException. Its option handled does not help here.",
  ),
  console_first_task: text(
    "matched",
    "The task's error was written to the console before the Sentry middleware got it, and captureConsoleIntegration reported it: the SDK reports no error twice.",
    "Remove what writes the error to the console: look in the function, and in other middleware of the Inngest client. Or remove captureConsoleIntegration from Sentry.init where tasks run. Its option handled does not help here.",
  ),
  console_first_browser: text(
    "matched",
    "The error was written to the browser's console first, as Next.js does once an error boundary has caught it, and captureConsoleIntegration reported it.",
    "Remove captureConsoleIntegration from Sentry.init in the browser (instrumentation-client.ts), or error from its levels. Then build again. Its option handled does not help here.",
  ),
  wrong_mechanism: text(
    "matched",
    "Another part of the SDK reported the event than should have: its mechanism is {actual} instead of {expected}.",
    "Look for what reports the error before the part that should: a captureException call of your own, a second integration or a middleware. Remove it, or let it pass these errors on.",
  ),
  wrong_runtime: text(
    "matched",
    "The event was reported from the runtime {actual} instead of {expected}.",
    "Let register() in instrumentation.ts import sentry.server.config.ts where NEXT_RUNTIME is nodejs, and sentry.edge.config.ts where it is edge; then build again. Where one is missing, errors of that runtime are reported by the other, or not at all.",
  ),
  wrong_tags: text(
    "matched",
    "The check's tags are missing or changed on the stored event.",
    "Look at beforeSend, event processors and Sentry's data scrubbing: something rewrites tags.",
  ),
  page_not_its_own: text(
    "matched",
    "The stored event lacks the secret of the page that was opened. Another page load made it, or somebody who knows the run's id and the DSN made it up.",
    "Fire the check again. If it happens again, look for a cache that keeps the page below /admin/checks, for code that removes the tag check.page, and for who else reads run ids.",
  ),
  wrong_trace: text(
    "matched",
    "The event is not on the trace of the request that raised its error.",
    "Look for what replaces the SDK's context: a second tracing library (OpenTelemetry, an APM agent) in the process, or a scope of another request that is kept.",
  ),
  task_trace_apart: text(
    "matched",
    "The task's error is stored on another trace than the request that sent the task.",
    "Add the Sentry middleware to the Inngest client (inngest/client.ts) of the app that sends and of the one that runs tasks, and look for a second tracing library in either.",
  ),
  page_trace_apart: text(
    "matched",
    "The event is not on the expected trace. The app requested its own page, and the page's error must be on the same trace as that request.",
    "Look for a proxy between the app and its own address (APP_URL) that removes the headers sentry-trace and baggage, and for a second tracing library (OpenTelemetry, an APM agent) in the process.",
  ),
  browser_trace_apart: text(
    "matched",
    "The browser's event is not on the trace of its page load. Nothing shows which request the page came from.",
    "Look at the page's source: it must hold a meta tag sentry-trace, which withSentryConfig puts there for pages that are rendered per request. Keep browserTracingIntegration in the browser's init; look for a cache that keeps pages.",
  ),
  data_missing: text(
    "matched",
    "The extra data that was logged is not on the stored event.",
    "Log data in pino's first argument, an object that holds err and data, with the text after it; to the console as the argument after the error. If it is there, look at what removes contexts: normalizeDepth (3 by default), beforeSend, an event processor.",
  ),
  data_scrubbed: text(
    "matched",
    "The extra data ({what}) was scrubbed on its way.",
    "Add these names to Safe Fields (Settings, Security & Privacy, of organisation and project). Where a rule under Advanced Data Scrubbing matches them, narrow that: it overrules Safe Fields. Otherwise look in your own beforeSend.",
  ),
  data_changed: text(
    "matched",
    "The extra data on the stored event is not what was logged.",
    "Look at what rewrites contexts: normalizeDepth, beforeSend, data scrubbing.",
  ),
  context_missing: text(
    "matched",
    "The stored event lacks {path}, which the check's own route sets.",
    "Call Sentry.setContext before the error is made, in the same request. If the code does, look at what removes contexts: normalizeDepth (3 by default), beforeSend, an event processor.",
  ),
  context_changed: text(
    "matched",
    "The field {path} of the stored event is not what the check expects.",
    "Compare what the code hands to Sentry.setContext with holds.data in the check's definition. If they agree, look at what rewrites contexts: normalizeDepth (3 by default), beforeSend, data scrubbing.",
  ),
  linked_error_missing: text(
    "matched",
    "The stored event must name {expected} as the cause of its error, and names {actual}.",
    "Give the error the one that caused it as its cause, where it is made. If the code does, keep linkedErrorsIntegration among the integrations of Sentry.init, where it is by default, and look at beforeSend and event processors.",
  ),
  errors_sampled: text(
    "captured",
    "This event was stored by chance: the SDK keeps only a share of {rate} of all errors, and throws the others away.",
    "Remove sampleRate from Sentry's init of this runtime, or set it to 1.",
  ),
  stored_twice: text(
    "matched",
    "Sentry stored the error {count} times.",
    "Look for a second report of the same error: Sentry.captureException before a rethrow, two middlewares on the Inngest client, a function that reports each attempt, or an error.tsx that reports server errors, too (they carry error.digest).",
  ),
};
