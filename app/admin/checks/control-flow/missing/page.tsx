import { raising } from "@roundtrip/next/raise";
import { notFound } from "next/navigation";

/** Answers 404 by throwing, as notFound() does. */
export default async function MissingPage() {
  const { mark } = await raising("sentry-control-flow");
  mark("missing");
  notFound();
}
