import type { Check } from "#checks/check.js";
import { AFTER_MECHANISM, stored, uncaught } from "#checks/contents.js";

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
];
