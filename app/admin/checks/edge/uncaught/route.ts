import { raising } from "@roundtrip/next/raise/edge";

export const runtime = "edge";

/** Throws in the edge runtime; what it saw is handed over before, since nothing runs after. */
export async function GET(request: Request): Promise<Response> {
  const given = await raising("sentry-edge", request);
  if (!given) return new Response(null, { status: 404 });
  const error = given.error("uncaught");
  await given.handOver();
  throw error;
}
