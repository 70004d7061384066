import { RoundtripError } from "@roundtrip/next/checks/errors";
import { edgeRun, handOver, raisingInEdge } from "@roundtrip/next/runs/fire/edge-visit";
import * as Sentry from "@sentry/nextjs";

export const runtime = "edge";

const FLUSH_MS = 2_000;

/** Hands an error to the edge SDK, which sends nothing by itself before a later request. */
export async function GET(request: Request): Promise<Response> {
  const run = await edgeRun(request);
  if (!run) return new Response(null, { status: 404 });
  Sentry.captureException(new RoundtripError("sentry-edge", await raisingInEdge(run)));
  await Sentry.flush(FLUSH_MS);
  await handOver(run);
  return new Response(null, { status: 204 });
}
