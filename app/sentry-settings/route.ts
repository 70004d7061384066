import * as Sentry from "@sentry/nextjs";
import { connection } from "next/server";

export type BrowserOptions = Pick<
  NonNullable<Parameters<typeof Sentry.init>[0]>,
  "environment" | "release" | "initialScope" | "tracesSampleRate" | "dataCollection"
> & { dsn: string };

/** For the browser's own Sentry.init: what this server's was given, when it started. One build serves every environment. */
export async function GET(): Promise<Response> {
  await connection();
  const options = Sentry.getClient()?.getOptions();
  const { dsn, environment, release, initialScope, tracesSampleRate, dataCollection } = options ?? {};
  return Response.json(
    { dsn, environment, release, initialScope, tracesSampleRate, dataCollection },
    // No deployment's values outlive it in a cache.
    { headers: { "cache-control": "no-store" } },
  );
}
