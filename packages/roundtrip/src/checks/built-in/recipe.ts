import type { Check } from "#checks/check.js";
import { absent, logged, stored, task, uncaught } from "#checks/contents.js";
import { CHECK_ERROR, CONTROL_ERROR, IGNORED_ERROR, NEAR_MISS_ERROR } from "#checks/message.js";
import { taskId } from "#checks/task-id.js";

const BASE = "/api/health";

/** The four of the recipe: what the canary and `verify` fire unless told otherwise. */
export const RECIPE: readonly Check[] = [
  {
    name: "sentry",
    title: "Route handler",
    place: "route handler",
    raises: "An uncaught error in a route handler.",
    holds: "One unhandled event on the request's trace.",
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
      "Two errors logged through the app's logger with extra data, the second beside circular, huge and non-serialisable data.",
    holds: "Two events that carry {number: 1, divider: 0} whole.",
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
    title: "Task error that must be ignored",
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
];
