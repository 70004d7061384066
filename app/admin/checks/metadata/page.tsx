import { raising } from "@roundtrip/next/raise";

export async function generateMetadata(): Promise<never> {
  const { error } = await raising("sentry-metadata");
  throw error();
}

/** A page that is whole itself. */
export default async function MetadataPage() {
  await raising("sentry-metadata");
  return <p>The title of this page fails.</p>;
}
