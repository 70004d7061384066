import { RoundtripControl } from "@roundtrip/next/checks/errors";
import { raising, visitedRun } from "@roundtrip/next/next/handlers/visited";

/** A real error, by the way that a report of the other two pages would have taken. */
export default async function ControlPage() {
  const run = await visitedRun();
  throw new RoundtripControl("sentry-control-flow", raising(run, "control"));
}
