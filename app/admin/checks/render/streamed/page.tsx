import { raising } from "@roundtrip/next/raise";
import { Suspense } from "react";

/** Long enough for the page's shell, and with it the status 200, to be on its way. */
const AFTER_SHELL_MS = 50;

/** A page that is sent at once; what it waits for throws when the answer can no longer become an error. */
export default async function StreamedPage() {
  const { error } = await raising("sentry-render");
  return (
    <Suspense fallback={<p>Waiting for the part that fails.</p>}>
      <Late error={error} />
    </Suspense>
  );
}

async function Late({ error }: { error: (role: string) => Error }): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, AFTER_SHELL_MS));
  throw error("streamed");
}
