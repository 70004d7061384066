import { RoundtripError } from "@roundtrip/next/checks/errors";
import { raising, visitedRun } from "@roundtrip/next/next/handlers/visited";

/** A page whose own component throws. */
export default async function RenderPage() {
  const run = await visitedRun();
  throw new RoundtripError("sentry-render", raising(run));
}
