import { raising } from "@roundtrip/next/raise";
import { redirect } from "next/navigation";

/** Steers by throwing, as redirect() does; the address it leads to is never requested. */
export default async function RedirectPage() {
  const { mark } = await raising("sentry-control-flow");
  mark();
  redirect("/admin/sentry");
}
