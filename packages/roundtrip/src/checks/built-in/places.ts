import { BOUNDARY_ROLE } from "#checks/browser-mark.js";
import type { Check } from "#checks/check.js";
import {
  inBrowser,
  ON_ERROR,
  ON_REJECTION,
  PROXY_MECHANISM,
  stored,
  task,
  uncaught,
  unreported,
} from "#checks/contents.js";
import { CHECK_ERROR, CONTROL_ERROR } from "#checks/message.js";
import { TRACE_CHECK_PATH, TRACE_CHECK_TASK } from "#checks/trace-mark.js";

const BASE = "/api/health";

/** The other places where an error is raised while a request is answered, and in the browser. */
export const PLACES: readonly Check[] = [
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
    holds: "One unhandled event on the request's trace.",
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
];
