import * as Sentry from "@sentry/nextjs";
import { connection } from "next/server";

export type BrowserOptions = Pick<
  NonNullable<Parameters<typeof Sentry.init>[0]>,
  "environment" | "release" | "initialScope" | "tracesSampleRate" | "dataCollection"
> & { dsn: string };

/** As everybody may know it: a DSN of old has a secret beside its key, and what is no DSN may be a token. */
function publicDsn(): string | undefined {
  const dsn = Sentry.getClient()?.getDsn();
  if (!dsn) return undefined;
  const { protocol, publicKey, host, port, path, projectId } = dsn;
  return `${protocol}://${publicKey}@${host}${port && `:${port}`}/${path && `${path}/`}${projectId}`;
}

/** For the browser's own Sentry.init: what this server's was given, when it started. One build serves every environment. */
export async function GET(): Promise<Response> {
  await connection();
  const options = Sentry.getClient()?.getOptions();
  const { environment, release, initialScope, tracesSampleRate, dataCollection } = options ?? {};
  return Response.json(
    { dsn: publicDsn(), environment, release, initialScope, tracesSampleRate, dataCollection },
    // No deployment's values outlive it in a cache.
    { headers: { "cache-control": "no-store" } },
  );
}
