import { KeepingFront } from "../../fleet/keeping-front";
import type { Ground } from "../ground";
import { each, fail, finds, pass, type Sabotage } from "../sabotage";

const behind = (keeps: RegExp) => async (ground: Ground) => {
  const front = await KeepingFront.start(Number(new URL(ground.stack.url).port), (path) => keeps.test(path));
  ground.onMend(() => front.stop());
  return { APP_URL: front.url };
};
const dropAll = (ground: Ground) => ground.sentry("PUT", "ingest", { mode: "drop" });
const VISITING = ["sentry-render", "sentry-edge", "sentry-proxy"];
const notFired = fail("fired", "answered_by_cache");

/** A cache before the app that keeps answers by their path: what it sends next proves yesterday. */
export const caches: readonly Sabotage[] = [
  {
    when: "When a cache before the app keeps the answers of checks, and Sentry then drops everything",
    env: behind(/^\/api\/health\/sentry(-[a-z-]+|\/doctor\/edge)?$/),
    doctor: finds("answers_cached", /\/api\/health/),
    quick: true,
    steps: [
      // The doctor's first question is what the cache keeps.
      { break: (ground) => ground.doctor(), checks: each(pass, "sentry", "sentry-extra", "sentry-inngest") },
      { break: dropAll, checks: each(notFired, "sentry", "sentry-extra", "sentry-inngest") },
    ],
  },
  {
    when: "When a cache before the app keeps the pages that raise, and Sentry then drops everything",
    env: behind(/^\/admin\/checks\//),
    doctor: "well",
    steps: [
      // The action's form and the action itself have one path: the second visit gets the first one's answer.
      { checks: { ...each(pass, ...VISITING), ...each(notFired, "sentry-action") } },
      { break: dropAll, checks: each(notFired, ...VISITING, "sentry-action") },
    ],
  },
];
