import { RoundtripError } from "@roundtrip/next/checks/errors";
import { raising, visitedRun } from "@roundtrip/next/next/handlers/visited";

/** A page that is sound itself; a component two levels below it throws. */
export default async function NestedPage() {
  const run = await visitedRun();
  return (
    <main>
      <Outer run={run} />
    </main>
  );
}

function Outer({ run }: { run: string }) {
  return (
    <section>
      <Inner run={run} />
    </section>
  );
}

function Inner({ run }: { run: string }): never {
  throw new RoundtripError("sentry-render", raising(run, "nested"));
}
