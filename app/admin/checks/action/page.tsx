import { raising } from "@roundtrip/next/raise";

async function raise(): Promise<never> {
  "use server";
  // An action is a door of its own: that its page was guarded protects nothing.
  const { error } = await raising("sentry-action");
  throw error();
}

/** A form as any app has one; its action throws. */
export default async function ActionPage() {
  await raising("sentry-action");
  return (
    <form action={raise}>
      <button type="submit">Raise</button>
    </form>
  );
}
