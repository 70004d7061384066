import { RoundtripError } from "@roundtrip/next/checks/errors";
import { raising, visitedRun } from "@roundtrip/next/next/handlers/visited";
import { Suspense } from "react";

/** Long enough for the page's shell, and with it the status 200, to be on its way. */
const AFTER_SHELL_MS = 50;

/** A page that is sent at once; what it waits for throws when the answer can no longer become an error. */
export default async function StreamedPage() {
  const run = await visitedRun();
  return (
    <Suspense fallback={<p>Waiting for the part that fails.</p>}>
      <Late run={run} />
    </Suspense>
  );
}

async function Late({ run }: { run: string }): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, AFTER_SHELL_MS));
  throw new RoundtripError("sentry-render", raising(run, "streamed"));
}
