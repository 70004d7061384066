import type { Run } from "./run.js";

/** Its caller expects something else than the app says of itself: the verdict is that caller's alone, and counts nowhere. */
export const isCallersOwn = ({ expected, running }: Pick<Run, "expected" | "running">): boolean =>
  expected.fromCaller &&
  ((expected.release ?? running.release) !== running.release ||
    (expected.environment ?? running.environment) !== running.environment);
