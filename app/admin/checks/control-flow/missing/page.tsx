import { raising, visitedRun } from "@roundtrip/next/next/handlers/visited";
import { notFound } from "next/navigation";

/** Answers 404 by throwing, as notFound() does. */
export default async function MissingPage() {
  raising(await visitedRun(), "missing");
  notFound();
}
