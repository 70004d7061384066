import { redirect } from "next/navigation";

/** Where people used to sign in. What follows the # in a sign-in link goes along. */
export default async function OldSignIn({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next } = await searchParams;
  redirect(`/admin/sentry/sign-in${typeof next === "string" ? `?next=${encodeURIComponent(next)}` : ""}`);
}
