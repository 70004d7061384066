import type { Check } from "#checks/check.js";
import {
  AFTER_MECHANISM,
  BODY_FAILED,
  stored,
  task,
  UNAWAITED_MECHANISM,
  uncaught,
} from "#checks/contents.js";
import { CAUSE_ERROR, CHECK_ERROR } from "#checks/message.js";
import { taskId } from "#checks/task-id.js";

/** Places where an error is raised beside the answer of a request: some of them Next.js reports to nobody. */
export const LATER_PLACES: readonly Check[] = [
  {
    name: "sentry-after",
    title: "Callback of after()",
    place: "after",
    raises:
      "An error in a callback of after(), which runs once the answer is out, and which Next.js itself never reports.",
    holds: "One unhandled event on the request's trace, because reportedAfter() hands the error to the SDK.",
    path: "/api/health/sentry-after",
    aliases: [],
    answers: 200,
    events: 1,
    parts: [
      stored("main", { ...uncaught("app/api/health/sentry-after/route.ts"), mechanism: AFTER_MECHANISM }),
    ],
  },
  {
    name: "sentry-inngest-step",
    title: "Step of a task",
    place: "task",
    raises: "An error with a cause, in a step of an Inngest function.",
    holds:
      "One unhandled event, once across the step's retries, with the error's cause, on the caller's trace.",
    path: "/api/health/sentry-inngest-step",
    aliases: [],
    answers: 200,
    events: 1,
    task: taskId("raise-in-step"),
    parts: [stored("main", { ...task(CHECK_ERROR), cause: CAUSE_ERROR })],
  },
  {
    name: "sentry-unawaited",
    title: "Promise that nobody awaits",
    place: "promise",
    raises: "An error in an async function whose promise nobody awaits.",
    holds: "One unhandled event, reported by the SDK's handler for unhandled rejections.",
    path: "/api/health/sentry-unawaited",
    aliases: [],
    answers: 200,
    events: 1,
    parts: [
      stored("main", {
        ...uncaught("app/api/health/sentry-unawaited/route.ts"),
        mechanism: UNAWAITED_MECHANISM,
      }),
    ],
  },
  {
    name: "sentry-metadata",
    title: "generateMetadata()",
    place: "metadata",
    raises: "An uncaught error in generateMetadata() of a page.",
    holds: "One unhandled event on the request's trace.",
    path: "/api/health/sentry-metadata",
    aliases: [],
    answers: 200,
    events: 1,
    parts: [stored("main", { ...uncaught("app/admin/checks/metadata/page.tsx"), elsewhere: true })],
  },
  {
    name: "sentry-stream",
    title: "Body of a streamed answer",
    place: "stream",
    raises: "An error in a route handler's stream, once the first part of its answer is out.",
    holds: "One unhandled event of an error of Next.js, which has the stream's error as its cause.",
    path: "/api/health/sentry-stream",
    aliases: [],
    answers: 200,
    events: 1,
    parts: [stored("main", { ...uncaught(null), within: BODY_FAILED })],
  },
  {
    name: "sentry-pages-api",
    title: "API route of the Pages Router",
    place: "pages api",
    raises: "An uncaught error in an API route below pages/.",
    holds: "One unhandled event on the request's trace.",
    path: "/api/health/sentry-pages-api",
    aliases: [],
    answers: 200,
    events: 1,
    parts: [stored("main", { ...uncaught("pages/api/health/raises/pages-api.ts"), elsewhere: true })],
  },
];
