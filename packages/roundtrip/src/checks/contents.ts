import type { Content, PartSpec, Place } from "./check.js";
import { CHECK_ERROR } from "./message.js";

/** Set by the SDK's `captureRequestError`, which Next calls through `onRequestError`. */
export const REQUEST_ERROR = "auto.function.nextjs.on_request_error";
/**
 * Set instead by what the SDK puts around routes and components where webpack builds the app, or its owner by hand: it
 * sees the error before Next.js does, and the SDK reports none twice.
 */
const WRAPPED: Readonly<Partial<Record<Place, string>>> = {
  "route handler": "auto.function.nextjs.route_handler",
  edge: "auto.function.nextjs.route_handler",
  render: "auto.function.nextjs.server_component",
  "control flow": "auto.function.nextjs.server_component",
  action: "auto.function.nextjs.server_action",
  metadata: "auto.function.nextjs.generation_function",
  "pages api": "auto.http.nextjs.api_handler",
};
/** Set by the SDK's pino integration. */
export const LOGGED = "auto.log.pino";
/** Set instead by the SDK's console integration, in an app that logs by `console.error(error, data)`. */
export const CONSOLE = "auto.core.capture_console";
/** Set by our own Inngest middleware; the prefix is the SDK's convention for automatic captures. */
export const INNGEST_MECHANISM = "auto.function.inngest";
/** Set by our own proxy.ts, by the same convention. */
export const PROXY_MECHANISM = "auto.function.nextjs.proxy";

/** Set by our own `reportedAfter`, by the same convention. */
export const AFTER_MECHANISM = "auto.function.nextjs.after";

/** Set by the SDK's handler for promises that are rejected and that nobody awaits. */
export const UNAWAITED_MECHANISM = "auto.node.onunhandledrejection";

/** Set by the browser SDK's global handlers. */
export const ON_ERROR = "auto.browser.global_handlers.onerror";
export const ON_REJECTION = "auto.browser.global_handlers.onunhandledrejection";

/** What Next.js throws when the body of an answer fails, with the error of the body as its cause. */
export const BODY_FAILED = { type: "Error", message: "failed to pipe response" };

/** Where the app makes the tasks that fail: their errors are raised there. */
const TASKS = "inngest/tasks.ts";
export const task = (type: string): Content => ({
  type,
  handled: false,
  mechanism: INNGEST_MECHANISM,
  runtime: "node",
  source: TASKS,
  elsewhere: true,
});
export const uncaught = (source: string | null): Content => ({
  type: CHECK_ERROR,
  handled: false,
  mechanism: REQUEST_ERROR,
  runtime: "node",
  source,
});
export const inBrowser = (mechanism: string): Content => ({
  type: CHECK_ERROR,
  handled: false,
  mechanism,
  runtime: "browser",
  source: "dist/ui/browser-run/raiser.js",
  packaged: true,
});
/** The data of the recipe, as the pino integration puts it on the event, or the console's. */
export const logged: Content = {
  type: CHECK_ERROR,
  handled: true,
  mechanism: LOGGED,
  runtime: "node",
  data: { path: "pino.data", value: { number: 1, divider: 0 } },
  or: { mechanism: CONSOLE, path: "arguments.1" },
  source: "app/api/health/sentry-extra/route.ts",
};

/** What must be on an event by the part of the SDK that reported it. Null: that part has an option for it, which decides. */
interface Reported {
  mechanism: string;
  handled: boolean | null;
  path: string | undefined;
}

/** Where more than one part of the SDK may have reported an event, what the one that did puts on it. */
export function reportedBy(place: Place, content: Content, actual: string | null): Reported {
  const { mechanism, handled, data, or } = content;
  if (or && actual === or.mechanism) return { ...or, handled: null };
  // Next.js writes an uncaught error to the console first.
  const others = mechanism === REQUEST_ERROR ? [WRAPPED[place], CONSOLE] : [];
  const other = others.find((one) => one !== undefined && one === actual);
  return { mechanism: other ?? mechanism, handled, path: data?.path };
}

export const stored = (role: string, content: Content): PartSpec => ({ role, expect: "stored", content });
/** What Next throws to steer: no error, though it travels like one. */
export const unreported = (role: string, type: string, source: string): PartSpec => ({
  role,
  expect: "unreported",
  content: { ...uncaught(source), type },
});
export const absent = (role: string, content: Content): PartSpec => ({ role, expect: "absent", content });
