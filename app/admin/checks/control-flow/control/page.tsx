import { raising } from "@roundtrip/next/raise";

/** A real error, by the way that a report of the other two pages would have taken. */
export default async function ControlPage() {
  const { error } = await raising("sentry-control-flow");
  throw error("control");
}
