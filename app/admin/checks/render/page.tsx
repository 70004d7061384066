import { RoundtripError } from "@/checks/errors";
import { raising, visitedRun } from "@/server/visited";

/** A page whose own component throws. */
export default async function RenderPage() {
  const run = await visitedRun();
  throw new RoundtripError("sentry-render", raising(run));
}
