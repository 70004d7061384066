import { raising } from "@roundtrip/next/raise";

type Raise = { error: (role: string) => Error };

/** A page that is sound itself; a component two levels below it throws. */
export default async function NestedPage() {
  const { error } = await raising("sentry-render");
  return (
    <main>
      <Outer error={error} />
    </main>
  );
}

function Outer({ error }: Raise) {
  return (
    <section>
      <Inner error={error} />
    </section>
  );
}

function Inner({ error }: Raise): never {
  throw error("nested");
}
