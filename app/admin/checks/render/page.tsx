import { raising } from "@roundtrip/next/raise";

/** A page whose own component throws. */
export default async function RenderPage() {
  const { error } = await raising("sentry-render");
  throw error();
}
