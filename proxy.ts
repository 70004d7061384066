import { type NextRequest, NextResponse } from "next/server";
import { RoundtripError } from "@/checks/errors";
import { reportingProxy } from "@/sentry/proxy-errors";
import { readCanaryTicket } from "@/server/canary-ticket";
import { pageHeaders } from "@/server/headers";
import { RUN_HEADER } from "@/server/run-header";
import { mintRunId } from "@/server/run-id";
import { sentrySettings } from "@/server/sentry-settings";

/** There is nothing at this address but the error that is raised here. */
const RAISES = "/admin/checks/proxy";
const BROWSER_CHECK = "/api/health/sentry-browser";

/** Roundtrip's own pages get a policy of their own; every other matched address is a check's. */
export const proxy = reportingProxy(async (request: NextRequest): Promise<NextResponse> => {
  const { pathname } = request.nextUrl;
  if (!pathname.startsWith("/admin")) return checkProxy(request);
  if (pathname === RAISES) {
    const { raisingInProxy } = await import("@/server/visited");
    const eventId = await raisingInProxy(request);
    if (eventId) throw new RoundtripError("sentry-proxy", eventId);
  }
  const { request: headers, response } = pageHeaders(request.headers, sentrySettings(), pathname);
  return NextResponse.next({ request: { headers }, headers: response });
});

/**
 * Mints the id of the run that a check's request becomes, whatever the caller sent; the canary minted its own
 * before, and signed it. Here, because a header set here is the only one that survives on the 500 of an
 * uncaught error.
 */
function checkProxy(request: NextRequest): NextResponse {
  // Fired by a browser, never by a request: an answer must not name a run that there is not.
  if (request.nextUrl.pathname === BROWSER_CHECK) return NextResponse.next();
  const run = readCanaryTicket(request.headers)?.run ?? mintRunId();
  const headers = new Headers(request.headers);
  headers.set(RUN_HEADER, run);
  return NextResponse.next({ request: { headers }, headers: { [RUN_HEADER]: run } });
}

/** Only the checks' own addresses and our pages: a matched request costs milliseconds. */
export const config = { matcher: ["/api/health/sentry", "/api/health/sentry-:check", "/admin/:path*"] };
