import { BOUNDARY_ROLE } from "./browser-mark.js";
import { LATER_PLACES } from "./built-in/later-places.js";
import type { Check } from "./check.js";
import {
  absent,
  inBrowser,
  logged,
  ON_ERROR,
  ON_REJECTION,
  PROXY_MECHANISM,
  stored,
  task,
  uncaught,
  unreported,
} from "./contents.js";
import { CHECK_ERROR, CONTROL_ERROR, IGNORED_ERROR, NEAR_MISS_ERROR } from "./message.js";
import { ownChecks } from "./own/listed.js";
import { taskId } from "./task-id.js";
import { TRACE_CHECK_PATH, TRACE_CHECK_TASK } from "./trace-mark.js";

const BASE = "/api/health";
/** Every check that Roundtrip brings, in the order people see them. */
export const CATALOGUE: readonly Check[] = [
  {
    name: "sentry",
    title: "Route handler",
    place: "route handler",
    raises: "An uncaught error in a route handler.",
    holds: "One unhandled event, reported through onRequestError.",
    path: `${BASE}/sentry`,
    aliases: [],
    answers: 500,
    events: 1,
    parts: [stored("main", uncaught("app/api/health/sentry/route.ts"))],
  },
  {
    name: "sentry-extra",
    title: "Logger with data",
    place: "logger",
    raises:
      "Two errors logged through the app's pino logger with extra data, the second beside circular, huge and non-serialisable data.",
    holds: "Two handled events that carry {number: 1, divider: 0} whole.",
    path: `${BASE}/sentry-extra`,
    aliases: [],
    answers: 200,
    events: 2,
    parts: [stored("main", logged), stored("unserializable", logged)],
  },
  {
    name: "sentry-inngest",
    title: "Inngest task",
    place: "task",
    raises: "An uncaught error in an Inngest function.",
    holds: "One unhandled event, once across retries, on the caller's trace.",
    path: `${BASE}/sentry-inngest`,
    aliases: [`${BASE}/sentry-celery`],
    answers: 200,
    events: 1,
    task: taskId("raise"),
    parts: [stored("main", task(CHECK_ERROR))],
  },
  {
    name: "sentry-inngest-ignored",
    title: "Ignored error in a task",
    place: "task",
    raises: "An error that the app ignores, in an Inngest function, then a control and a near miss.",
    holds: "Nothing of the ignored error; the control and the near miss prove that looking works.",
    path: `${BASE}/sentry-inngest-ignored`,
    aliases: [`${BASE}/sentry-celery-ignored`],
    answers: 200,
    events: 2,
    task: taskId("raise-ignored"),
    parts: [
      absent("main", task(IGNORED_ERROR)),
      stored("control", task(CONTROL_ERROR)),
      stored("near", task(NEAR_MISS_ERROR)),
    ],
  },
  {
    name: "sentry-render",
    title: "Server rendering",
    place: "render",
    raises:
      "Three Server Components that throw: a page's own, one nested in it, one streamed under Suspense.",
    holds: "Three unhandled events, though the streamed page had answered 200 by then.",
    path: `${BASE}/sentry-render`,
    aliases: [],
    answers: 200,
    events: 3,
    parts: [
      stored("main", uncaught("app/admin/checks/render/page.tsx")),
      stored("nested", uncaught("app/admin/checks/render/nested/page.tsx")),
      stored("streamed", uncaught("app/admin/checks/render/streamed/page.tsx")),
    ],
  },
  {
    name: "sentry-action",
    title: "Server Action",
    place: "action",
    raises: "An uncaught error in a Server Action.",
    holds: "One unhandled event, reported through onRequestError.",
    path: `${BASE}/sentry-action`,
    aliases: [],
    answers: 200,
    events: 1,
    parts: [stored("main", uncaught("app/admin/checks/action/page.tsx"))],
  },
  {
    name: "sentry-edge",
    title: "Edge runtime",
    place: "edge",
    raises:
      "Two errors in edge routes: one handed to the edge SDK and flushed, one thrown and caught by nobody.",
    holds:
      "One handled event from the edge SDK itself, and one unhandled event, whichever runtime reports it.",
    path: `${BASE}/sentry-edge`,
    aliases: [],
    answers: 200,
    events: 2,
    parts: [
      stored("main", {
        type: CHECK_ERROR,
        handled: true,
        mechanism: "generic",
        runtime: "edge",
        source: null,
      }),
      stored("uncaught", { ...uncaught(null), runtime: "server" }),
    ],
  },
  {
    name: "sentry-proxy",
    title: "Proxy",
    place: "proxy",
    raises: "An error in proxy.ts, which Next.js itself never reports.",
    holds: "One unhandled event, because proxy.ts hands its errors to the SDK by hand.",
    path: `${BASE}/sentry-proxy`,
    aliases: [],
    answers: 200,
    events: 1,
    parts: [
      stored("main", { ...uncaught("dist/next/proxy.js"), mechanism: PROXY_MECHANISM, packaged: true }),
    ],
  },
  {
    name: "sentry-browser",
    title: "Browser",
    place: "browser",
    raises:
      "Three errors in a real browser: uncaught in an event handler, an unhandled rejection, a component that throws under the app's error boundary.",
    holds: "Three unhandled events from the browser's SDK, on the trace of their page load.",
    path: `${BASE}/sentry-browser`,
    aliases: [],
    answers: 400,
    page: "/admin/checks/browser",
    events: 3,
    parts: [
      stored("main", inBrowser(ON_ERROR)),
      stored("rejection", inBrowser(ON_REJECTION)),
      stored(BOUNDARY_ROLE, inBrowser(ON_ERROR)),
    ],
  },
  {
    name: "sentry-control-flow",
    title: "redirect() and notFound()",
    place: "control flow",
    raises: "A page that calls redirect(), one that calls notFound(), then a control that throws an error.",
    holds: "Nothing of the first two; the control alone is on their trace and proves that looking works.",
    path: `${BASE}/sentry-control-flow`,
    aliases: [],
    answers: 200,
    ownTrace: true,
    events: 1,
    parts: [
      unreported("main", "redirect()", "app/admin/checks/control-flow/redirect/page.tsx"),
      unreported("missing", "notFound()", "app/admin/checks/control-flow/missing/page.tsx"),
      stored("control", {
        ...uncaught("app/admin/checks/control-flow/control/page.tsx"),
        type: CONTROL_ERROR,
      }),
    ],
  },
  {
    name: "sentry-trace",
    title: "Tracing",
    place: "task",
    raises:
      "A trace through a route handler and an Inngest function, from the browser on where the page's button fires it; then a control.",
    holds:
      "With a trace sample rate above 0 the spans of all of them on one trace, Redis commands included where runs are kept there; at 0 none. The control's event either way.",
    path: TRACE_CHECK_PATH,
    aliases: [],
    answers: 200,
    tracing: true,
    events: 1,
    task: TRACE_CHECK_TASK,
    parts: [
      {
        role: "main",
        expect: "traced",
        content: { ...task("spans"), source: null },
      },
      stored("control", task(CONTROL_ERROR)),
    ],
  },
  ...LATER_PLACES,
];

/** The four of the recipe: what the canary and `verify` fire unless told otherwise. */
export const DEFAULT_CHECKS: readonly string[] = [
  "sentry",
  "sentry-extra",
  "sentry-inngest",
  "sentry-inngest-ignored",
];

/** Those, and after them the ones that the app has defined itself. */
export const allChecks = (): readonly Check[] => [...CATALOGUE, ...ownChecks()];

export function findCheck(name: string): Check | undefined {
  return allChecks().find(
    (check) => check.name === name || check.aliases.some((alias) => alias === `${BASE}/${name}`),
  );
}
