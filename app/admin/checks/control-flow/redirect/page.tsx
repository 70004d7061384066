import { raising, visitedRun } from "@roundtrip/next/next/handlers/visited";
import { redirect } from "next/navigation";

/** Steers by throwing, as redirect() does; the address it leads to is never requested. */
export default async function RedirectPage() {
  raising(await visitedRun());
  redirect("/admin/sentry");
}
