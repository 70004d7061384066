import { text } from "./text.js";

/** The error never happened. */
export const raised = {
  browser_not_opened: text(
    "raised",
    "The run was given to a browser, and this app never handed it the page that raises the errors.",
    "Keep the page or the command open until the check has run. If it was open, something else answers the browser at that address: look for a proxy, a sign-in or another app before /admin/checks, and in the browser's console.",
  ),
  browser_page_silent: text(
    "raised",
    "A browser opened the page that raises the errors, and its script reported nothing: it did not run, or could not reach this app.",
    "Open the browser's console on that page: look for scripts blocked by a Content-Security-Policy or an extension, and for requests below /api/health that are blocked.",
  ),
  browser_raised_nothing: text(
    "raised",
    "The page ran in the browser, but was gone before it raised this error.",
    "Keep the page or the command open until the check has run, then fire it again.",
  ),
  not_raised: text(
    "raised",
    "The check was fired, but its error was never raised: the process that should raise it left no trace.",
    "Look whether the server was restarted or killed at that moment; if so, fire the check again. If not, read the server's log of that second for what ended the request before its error.",
  ),
  page_raised_nothing: text(
    "raised",
    "The page {address} should have raised the error, but answered {status}. Nothing shows that the error was raised: it failed before, or something else answered there.",
    "Read the server's log of that second for another error: of a layout, of proxy.ts, of what the page needs. If there is none, something may answer in the app's place: open that address yourself. The app answers a stranger there with 404.",
  ),
  inngest_unreachable: text(
    "raised",
    "The task could not be handed to Inngest: its event endpoint did not answer ({code}).",
    "Start Inngest, or set INNGEST_BASE_URL to the address at which this server reaches it. For Inngest Cloud remove INNGEST_BASE_URL and let this server out to https://inn.gs.",
  ),
  inngest_key_missing: text(
    "raised",
    "The task could not be handed to Inngest: no event key is configured.",
    "Set INNGEST_EVENT_KEY and restart. On Inngest Cloud it is a key of the environment (Manage, Event Keys); for a server of your own it is the key of its --event-key. With Inngest's dev server, under next dev, set INNGEST_DEV=1 instead.",
  ),
  inngest_key_rejected: text(
    "raised",
    "Inngest refused the event for the task: {code}.",
    "Correct INNGEST_EVENT_KEY and restart. On Inngest Cloud compare it with the keys of the environment (Manage, Event Keys), and in a branch environment check INNGEST_ENV, too. For a server of your own it is the key of its --event-key.",
  ),
  inngest_error: text(
    "raised",
    "The task could not be handed to Inngest: {code}.",
    "Look at status.inngest.com for Inngest Cloud, or read the log of a server of your own. Fire the check again once Inngest takes events.",
  ),
  task_not_made: text(
    "raised",
    "This app makes no Inngest function for the check {code}, so that no task was handed over.",
    "Give roundtripTasks() what raises the error, in the file that makes your tasks: its option ignored for sentry-inngest-ignored, its option checks for a check of your own. Hand what it returns to serve(), and build again. Then let the app register its functions: `npm run sync -- --url URL`.",
  ),
  task_call_refused: text(
    "raised",
    "Inngest called the function, and this app refused the call: it is not signed with the app's INNGEST_SIGNING_KEY, or its time is wrong.",
    "Set INNGEST_SIGNING_KEY to the signing key of the Inngest that calls, and restart. On Inngest Cloud it is under Manage, Signing Key; for a server of your own it is signkey-prod- and the key of its --signing-key. If it is that one, compare the two clocks: five minutes apart is too much.",
  ),
  task_not_registered: text(
    "raised",
    "Inngest took the event and called nothing: it does not know this app's function for the check.",
    "Let the app register its functions, by a signed request: `npm run sync -- --url URL`. Where the command is installed, that is roundtrip sync. Sync again after each deployment that adds functions: a self-hosted Inngest does not ask for them by itself.",
  ),
  inngest_dev_server: text(
    "raised",
    "An Inngest dev server took the event. It signs none of its calls, so that this app refuses them and does not register with it.",
    "Start the server with inngest start, --event-key and --signing-key, or set INNGEST_BASE_URL to the server that is meant. Restart the app, then let it register its functions: `npm run sync -- --url URL`. A dev server is for next dev with INNGEST_DEV=1.",
  ),
  task_at_other_address: text(
    "raised",
    "Inngest took the event, but it calls this app's functions at {address}, where {who}.",
    "Let the app register its own address: `npm run sync -- --url URL`. Where Inngest reaches the app at another one, set INNGEST_SERVE_ORIGIN to that and restart first. If INNGEST_SERVE_ORIGIN is set already, correct it.",
  ),
  task_event_elsewhere: text(
    "raised",
    "Inngest took the event, but the environment of INNGEST_SIGNING_KEY does not hold it.",
    "Set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY to keys of the same environment, and restart. In a branch environment of Inngest Cloud check INNGEST_ENV, too.",
  ),
  task_event_lost: text(
    "raised",
    "Inngest holds the event and the function, but it has started no run. A server with its queue in memory forgets what waits there when it is restarted.",
    "Fire the check again. Start a server of your own with --redis-uri, so that its queue outlives a restart. On Inngest Cloud look whether the function is paused (Functions), and resume it.",
  ),
  task_not_called: text(
    "raised",
    "Inngest took the event, but no call of the function reached this app. Inngest does not tell an app why.",
    "Open the event in Inngest (Events), and its run. If the run waits, others are ahead of it, or Inngest is down. If the run fails, it says why: most often a proxy, a firewall or deployment protection in front of /api/inngest. Then ask the doctor: `npm run doctor -- --url URL`.",
  ),
  task_raised_nothing: text(
    "raised",
    "Inngest called the function, but the function did not reach the line that raises the error.",
    "Read the function's run in Inngest (Runs), and the server's log of that second. Completed: let `raise` of roundtripTasks() throw what error() makes. An error before that line: correct it. Cancelled, timed out or still waiting: fire again. No log at all: look for a restart of the process.",
  ),

  task_ran_elsewhere: text(
    "raised",
    "Another deployment ran the task: its event carries {what} {actual}, and the app that fired the check has {server}.",
    "Let the deployment that you mean register its functions, under its own address: `npm run sync -- --url URL`. While a deployment is in progress, wait for it to end instead, and fire again. In a branch environment of Inngest Cloud compare INNGEST_ENV.",
  ),
};
