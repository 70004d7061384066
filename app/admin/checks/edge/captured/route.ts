import { raising } from "@roundtrip/next/raise/edge";
import * as Sentry from "@sentry/nextjs";

export const runtime = "edge";

const FLUSH_MS = 5_000;

/** Hands an error to the edge SDK, which sends nothing by itself before a later request. */
export async function GET(request: Request): Promise<Response> {
  const given = await raising("sentry-edge", request);
  if (!given) return new Response(null, { status: 404 });
  Sentry.captureException(given.error());
  await Sentry.flush(FLUSH_MS);
  await given.handOver();
  return new Response(null, { status: 204 });
}
