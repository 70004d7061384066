import { RoundtripError } from "@roundtrip/next/checks/errors";
import { edgeRun, handOver, raisingInEdge } from "@roundtrip/next/runs/fire/edge-visit";

export const runtime = "edge";

/** Throws in the edge runtime; what it saw is handed over before, since nothing runs after. */
export async function GET(request: Request): Promise<Response> {
  const run = await edgeRun(request);
  if (!run) return new Response(null, { status: 404 });
  const eventId = await raisingInEdge(run, "uncaught");
  await handOver(run);
  throw new RoundtripError("sentry-edge", eventId);
}
