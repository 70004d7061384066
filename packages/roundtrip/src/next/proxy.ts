import { type NextFetchEvent, type NextProxy, type NextRequest, NextResponse } from "next/server";
import { pageHeaders } from "#access/headers/policies.js";
import { isRoundtrips, refusedRequest } from "#access/limits/refused-requests.js";
import { allChecks } from "#checks/catalogue.js";
import { ourPath } from "#checks/mount/addresses.js";
import { nonceRepeated } from "#checks/nonce.js";
import { env } from "#config/variables.js";
import { readCanaryTicket } from "#runs/canary-ticket.js";
import { REFUSED_HEADER, RUN_HEADER } from "#runs/header.js";
import { mintRunId } from "#runs/id.js";
import { issueMinted, MINTED_HEADER } from "#runs/minted.js";
import { reportingProxy } from "#sentry/sdk/proxy-errors.js";

/** There is nothing at this address but the error that is raised here. */
const RAISES = "/admin/checks/proxy";
/** Asked by the doctor, fired by nobody. */
const ASKED = "/api/health/sentry/doctor/edge";
/** Nor does a request fire what a browser does. An answer must not name a run that there is not. */
const firesNothing = (path: string): boolean =>
  path === ASKED || allChecks().some((check) => check.path === path && check.page !== undefined);

/** What the command and the page ask: nothing is to be done to it but to let it pass. */
const isApi = ({ pathname }: { pathname: string }): boolean =>
  /^\/api\/health\/sentry(\/|$)/.test(ourPath(pathname) ?? "");

/**
 * For proxy.ts: answers Roundtrip's own addresses, and hands every other to yours. Reports what either throws, since
 * Next.js does not; that is what the check of the proxy proves.
 */
export const withRoundtripProxy =
  (yours?: NextProxy) =>
  (request: NextRequest, event: NextFetchEvent): Promise<Response> => {
    const isYours = yours !== undefined && !isRoundtrips(request.nextUrl) && !isApi(request.nextUrl);
    return reportingProxy(async (asked: NextRequest) =>
      isYours ? ((await yours(asked, event)) ?? NextResponse.next()) : roundtripProxy(asked),
    )(request);
  };

/** Roundtrip's own pages get a policy of their own; every other address of ours is a check's. */
async function roundtripProxy(request: NextRequest): Promise<NextResponse> {
  const refused = await refusedRequest(request);
  if (refused) return refused;
  const path = ourPath(request.nextUrl.pathname);
  if (path === null || !isRoundtrips(request.nextUrl)) return NextResponse.next();
  if (!path.startsWith("/admin")) return checkProxy(request, path);
  if (path === RAISES) {
    const { raisingInProxy } = await import("#next/handlers/visited.js");
    const raising = await raisingInProxy(request);
    if (raising) throw raising.error();
    // Where this proxy does not see the address nobody says so: the two need different remedies.
    return new NextResponse(null, {
      status: 404,
      headers: { [REFUSED_HEADER]: "capability", ...nonceRepeated(request) },
    });
  }
  const { SENTRY_DSN, SENTRY_BROWSER_TUNNEL } = env();
  const { request: headers, response } = pageHeaders(request.headers, SENTRY_DSN ?? null, {
    path,
    tunnel: SENTRY_BROWSER_TUNNEL,
  });
  // A page cannot set a header of its answer: here the answer says for which of the server's visits it was made.
  for (const [name, value] of Object.entries(nonceRepeated(request))) response.set(name, value);
  return NextResponse.next({ request: { headers }, headers: response });
}

/**
 * Mints the id of the run that a check's request becomes, whatever the caller sent; the canary minted its own before,
 * and signed it. Here, because a header set here is the only one that survives on the 500 of an uncaught error. The
 * check's handler takes the id by our signature, and mints one itself where no proxy of ours is.
 */
function checkProxy(request: NextRequest, path: string): NextResponse {
  if (firesNothing(path)) return NextResponse.next();
  const run = readCanaryTicket(request.headers)?.run ?? mintRunId();
  const headers = new Headers(request.headers);
  headers.delete(RUN_HEADER);
  headers.set(MINTED_HEADER, issueMinted(run));
  return NextResponse.next({
    request: { headers },
    headers: { [RUN_HEADER]: run, ...nonceRepeated(request) },
  });
}
