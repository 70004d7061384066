import { RoundtripError } from "@roundtrip/next/checks/errors";
import { raising, visitedRun } from "@roundtrip/next/next/handlers/visited";

async function raise(): Promise<never> {
  "use server";
  // An action is a door of its own: that its page was guarded protects nothing.
  throw new RoundtripError("sentry-action", raising(await visitedRun()));
}

/** A form as any app has one; its action throws. */
export default async function ActionPage() {
  await visitedRun();
  return (
    <form action={raise}>
      <button type="submit">Raise</button>
    </form>
  );
}
