import { raising } from "@roundtrip/next/raise/edge";
import * as Sentry from "@sentry/nextjs";
import { StockUnknown } from "@/app/shop/stock";

export const runtime = "edge";

/** The edge SDK sends nothing by itself before a later request. */
export async function GET(request: Request): Promise<Response> {
  const given = await raising("sentry-stock", request);
  if (!given) return new Response(null, { status: 404 });
  Sentry.captureException(new StockUnknown(given.mark()));
  await Sentry.flush(2_000);
  await given.handOver();
  return new Response(null, { status: 204 });
}
