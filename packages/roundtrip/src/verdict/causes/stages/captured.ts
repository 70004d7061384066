import { text } from "./text.js";

/** The error happened, and the SDK made no event of it. */
export const captured = {
  dsn_absent: text(
    "captured",
    "SENTRY_DSN is not set in this process, so the Sentry SDK was never started.",
    "Set SENTRY_DSN to the DSN of your project (Sentry: Settings, Projects, Client Keys) and restart.",
  ),
  dsn_malformed: text(
    "captured",
    "SENTRY_DSN is not a DSN, so the Sentry SDK sends nothing.",
    "Copy the DSN again from Sentry (Settings, Projects, Client Keys): https://KEY@HOST/PROJECT.",
  ),
  sdk_not_started: text(
    "captured",
    "SENTRY_DSN is set, but the Sentry SDK is not started in the {runtime} runtime.",
    "Let register() in instrumentation.ts start Sentry where NEXT_RUNTIME is this runtime. If it does, read the server's log at start: an error in register(), or in the config file that it imports, ends it early.",
  ),
  sdk_not_started_elsewhere: text(
    "captured",
    "The process that fired the check has the Sentry SDK, and the process that raised its error has none.",
    "Give every process that runs this app, workers and other instances too, the same SENTRY_DSN, and let each start Sentry from register() in instrumentation.ts; then restart it.",
  ),
  sdk_started_otherwise: text(
    "captured",
    "The Sentry SDK of this process runs without roundtripIntegration(), so that Roundtrip sees nothing of it, and the event is not in Sentry.",
    "Add roundtripIntegration() from @roundtrip/next/sentry to integrations of Sentry.init in sentry.server.config.ts, and remove every other Sentry.init: in Node the first call makes the client, and later ones are ignored.",
  ),
  sdk_other_init: text(
    "captured",
    "Another call of Sentry.init made the client of the {runtime} runtime, and that client lacks roundtripIntegration().",
    "Look for other calls of Sentry.init in the code. Move their options to the call that has roundtripIntegration(), such as sentry.server.config.ts, and remove them. In Node the first call makes the client and later ones are ignored; in edge and browser a later call replaces it.",
  ),
  sdk_integration_missing: text(
    "captured",
    "Sentry.init of the {runtime} runtime lacks roundtripIntegration(), so that Roundtrip cannot find this error's event.",
    "Add roundtripIntegration() from @roundtrip/next/sentry to integrations of Sentry.init of that runtime: in sentry.server.config.ts, sentry.edge.config.ts, or the browser's init.",
  ),
  sdk_disabled: text(
    "captured",
    "The Sentry SDK is started in the {runtime} runtime, and switched off: it takes errors and sends none.",
    "Remove enabled: false from Sentry's init of this runtime, or correct the condition that sets it (often NODE_ENV); where it is not set, look for a call of Sentry.close().",
  ),
  sdk_not_started_browser: text(
    "captured",
    "The Sentry SDK is not started in the browser.",
    "Call Sentry's init from instrumentation-client.ts, and look in the browser's console for an error that stops that file early.",
  ),
  browser_unconfigured: text(
    "captured",
    "The page asked this app for the options of its Sentry.init, and no DSN came, so that the browser's SDK is not started.",
    "Open the address that the browser's init hands to settingsFrom(), such as /sentry-settings. It must answer everybody with JSON that holds the dsn. Look at its route, such as app/sentry-settings/route.ts, and for a sign-in, a proxy or a policy that keeps the page from it.",
  ),
  hook_never_answers: text(
    "captured",
    "The SDK in the {runtime} runtime handed the event to {by}, which never answered. The event was not sent.",
    "Let {by} return the event, or null, in every case: look for a promise that nothing resolves, or a request without a time limit. Build again, and fire the check.",
  ),
  not_captured_request: text(
    "captured",
    "The error was thrown, but nothing passed it to the SDK.",
    "Add to instrumentation.ts: export const onRequestError = Sentry.captureRequestError. Next.js reports uncaught server errors only through it; where you export one of your own, call captureRequestError in it.",
  ),
  not_captured_log: text(
    "captured",
    "The error was logged, but the SDK made no event of it.",
    "Add Sentry.pinoIntegration to the integrations of the server's init, with error and fatal as its error levels: without levels it reports nothing. Start Sentry before pino is imported. An app that logs to the console takes Sentry.captureConsoleIntegration instead.",
  ),
  log_not_read: text(
    "captured",
    "The error was logged. The SDK has an integration that reports logs, and it made no event of this one.",
    "Give the option error of Sentry.pinoIntegration the levels error and fatal: without levels it reports nothing. Start Sentry from register() in instrumentation.ts, before pino is imported. For the console, let the levels of Sentry.captureConsoleIntegration hold error: it hears no logger.",
  ),
  pino_too_old: text(
    "captured",
    "The error was logged by pino {version}, which has no channel for Sentry's pino integration: the integration hears nothing.",
    "Update pino to 9.10.0 or newer: `npm install pino@latest`. Then build and deploy again.",
  ),
  not_captured_task: text(
    "captured",
    "The Inngest function failed and answered Inngest, but nothing passed the error to the SDK: Inngest turns errors into answers.",
    "Add the Sentry middleware to the Inngest client: middleware: [SentryMiddleware] in inngest/client.ts.",
  ),
  task_process_ended: text(
    "captured",
    "The Inngest function failed, and its process ended before it had answered Inngest: it was killed, restarted or cut off by a time limit.",
    "Look in the host's log of that moment for a restart, a lack of memory or a time limit of functions, and fire the check again.",
  ),
  not_captured_edge: text(
    "captured",
    "The SDK in the edge runtime got the error, and made no event of it.",
    "Look which versions are installed: `npm ls @sentry/core`. Two versions: set all @sentry packages to one, and build again. One: let the route and sentry.edge.config.ts import the same package. If they do, look in the server's log for an error at start.",
  ),
  not_captured_browser: text(
    "captured",
    "The error was raised in the browser, and its SDK, though started, made no event of it.",
    "Keep the SDK's globalHandlers integration in the browser, and look for a window.onerror or onunhandledrejection that stops the error before it.",
  ),
  not_captured_boundary: text(
    "captured",
    "A component threw in the browser, and the error boundary that caught it reported nothing.",
    "Call reportError(error) or Sentry.captureException(error) in an effect of app/error.tsx and app/global-error.tsx.",
  ),
  not_captured_proxy: text(
    "captured",
    "The error was thrown in proxy.ts, and nothing passed it to the SDK: Next.js reports no errors from there.",
    "Let proxy.ts export withRoundtripProxy(yours), which reports what your proxy throws, or catch by hand, hand the error to Sentry.captureException with the mechanism's type auto.function.nextjs.proxy and handled false, and answer 500.",
  ),
  not_captured_after: text(
    "captured",
    "The error was thrown in a callback of after(), and nothing passed it to the SDK: Next.js prints such errors, and reports none.",
    "Call reportedAfter(task) from @roundtrip/next/after in place of after(task), or catch the error in the callback and hand it to Sentry.captureException, with the mechanism's type auto.function.nextjs.after and handled false.",
  ),
  not_captured_promise: text(
    "captured",
    "A promise was rejected and nobody awaited it, and the SDK made no event of that.",
    "Keep OnUnhandledRejection among the integrations of the server's Sentry.init: defaultIntegrations: false, or integrations given as a function, can leave it out. Look at its option ignore, and for code that removes the listeners of unhandledRejection from process.",
  ),

  two_cores: text(
    "captured",
    "The error was reported to a second copy of the SDK that was never started: versions {versions} of @sentry/core are loaded in one process.",
    "Look which package brings the other copy: `npm ls @sentry/core`. Set all @sentry packages to one version, or pin @sentry/core under overrides in package.json; then install and build again.",
  ),
};
