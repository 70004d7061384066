import { type NextFetchEvent, type NextProxy, type NextRequest, NextResponse } from "next/server";
import { pageHeaders } from "#access/headers/policies.js";
import { isRoundtrips, refusedRequest } from "#access/limits/refused-requests.js";
import { allChecks, findCheck } from "#checks/catalogue.js";
import { ourPath } from "#checks/mount/addresses.js";
import { nonceRepeated } from "#checks/nonce.js";
import { env } from "#config/variables.js";
import { readCanaryTicket } from "#runs/canary-ticket.js";
import { REFUSED_HEADER, RUN_HEADER } from "#runs/header.js";
import { mintRunId } from "#runs/id.js";
import { issueMinted, MINTED_HEADER } from "#runs/minted.js";
import { reportingProxy } from "#sentry/sdk/proxy-errors.js";
import type { Raising } from "./handlers/raising.js";

/** There is nothing at this address but the error that is raised here. */
const RAISES = "/admin/checks/proxy";

/** Calls what throws in your proxy. `mark()` is the message that an error of your own must have. */
type Raise = (given: Pick<Raising, "error" | "mark">) => unknown;
/** By the names of the checks that `defineCheck({ runsIn: "proxy", … })` made. */
type OwnChecks = Readonly<Record<`sentry-${string}`, Raise>>;

interface Raised {
  check: string;
  /** Null: Roundtrip's own error. */
  raise: Raise | null;
}

/** What is raised at an address: by Roundtrip itself, or by the app for a check of its own. */
function raisedAt(path: string, own: ReadonlyMap<string, Raise>): Raised | null {
  if (path === RAISES) return { check: "sentry-proxy", raise: null };
  const [, check = ""] = /^\/admin\/checks\/(sentry-[a-z0-9-]+)$/.exec(path) ?? [];
  const raise = own.get(check);
  return raise ? { check, raise } : null;
}

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
export const withRoundtripProxy = (yours?: NextProxy, { checks = {} }: { checks?: OwnChecks } = {}) => {
  const own = new Map(Object.entries(checks));
  for (const [name, raise] of own) {
    if (/^sentry-[a-z0-9-]{1,57}$/.test(name) && typeof raise === "function") continue;
    throw new Error(
      `roundtrip: withRoundtripProxy: checks: "${name}" must be the name of a check, and have a function that throws`,
    );
  }
  return (request: NextRequest, event: NextFetchEvent): Promise<Response> => {
    const isYours = yours !== undefined && !isRoundtrips(request.nextUrl) && !isApi(request.nextUrl);
    return reportingProxy(async (asked: NextRequest) =>
      isYours ? ((await yours(asked, event)) ?? NextResponse.next()) : roundtripProxy(asked, own),
    )(request);
  };
};

/** Roundtrip's own pages get a policy of their own; every other address of ours is a check's. */
async function roundtripProxy(request: NextRequest, own: ReadonlyMap<string, Raise>): Promise<NextResponse> {
  const refused = await refusedRequest(request);
  if (refused) return refused;
  const path = ourPath(request.nextUrl.pathname);
  if (path === null || !isRoundtrips(request.nextUrl)) return NextResponse.next();
  if (!path.startsWith("/admin")) return checkProxy(request, path);
  const raised = raisedAt(path, own);
  if (raised) return raisingProxy(request, raised);
  const { SENTRY_DSN, SENTRY_BROWSER_TUNNEL } = env();
  const { request: headers, response } = pageHeaders(request.headers, SENTRY_DSN ?? null, {
    path,
    tunnel: SENTRY_BROWSER_TUNNEL,
  });
  // A page cannot set a header of its answer: here the answer says for which of the server's visits it was made.
  for (const [name, value] of Object.entries(nonceRepeated(request))) response.set(name, value);
  return NextResponse.next({ request: { headers }, headers: response });
}

/** Raises the error of a check, by the app's own code where the check is the app's. */
async function raisingProxy(request: NextRequest, { check, raise }: Raised): Promise<NextResponse> {
  const { raisingInProxy } = await import("#next/handlers/visited.js");
  const raising = await raisingInProxy(check, request);
  // Where this proxy does not see the address nobody says so: the two need different remedies.
  if (!raising)
    return new NextResponse(null, {
      status: 404,
      headers: { [REFUSED_HEADER]: "capability", ...nonceRepeated(request) },
    });
  if (!raise) throw raising.error();
  if (findCheck(check)?.place !== "proxy")
    throw new Error(
      `roundtrip: define ${check} with runsIn "proxy", and list it in createRoundtrip({ checks })`,
    );
  await raise(raising);
  return new NextResponse("nothing was thrown", { headers: nonceRepeated(request) });
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
