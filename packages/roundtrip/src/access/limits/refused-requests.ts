import { type NextRequest, NextResponse } from "next/server";
import { ourPath } from "#checks/mount/addresses.js";
import { HttpProblem } from "#http/problem.js";
import { CAPABILITY_HEADER, runOfCapability } from "#runs/capability.js";

/** True for the checks' own addresses, the one that the doctor asks in the edge runtime, and our pages; whatever else is below /admin is the app's, and its to guard. */
export const isRoundtrips = ({ pathname }: { pathname: string }): boolean =>
  /^\/(admin\/(sentry|checks)(\/|$)|api\/health\/sentry(-[^/]+|\/doctor\/edge)?$)/.test(
    ourPath(pathname) ?? "",
  );

/** True for its pages, those that raise included. */
const isPage = ({ pathname }: { pathname: string }): boolean =>
  ourPath(pathname)?.startsWith("/admin/") === true;

/** The server alone posts to it, and shows whom it does that for. */
const ACTION_PAGE = "/admin/checks/action";
const SIGN_IN_PAGE = "/admin/sentry/sign-in";
/** No body that is meant for these addresses is larger. */
const MOST_BYTES = 16 * 1024;

/**
 * The answer to a request that no client of this app makes; null for any other. Next.js would look for a server action
 * in it, keep its body in memory, and answer what it cannot read with an error, which the SDK reports: an event for every
 * stranger who asks.
 */
export async function refusedRequest(request: NextRequest): Promise<NextResponse | null> {
  const { method, headers, nextUrl } = request;
  if (method === "GET" || method === "HEAD") return null;
  if (isRoundtrips(nextUrl) && isPage(nextUrl)) return (await refusedPage(request)) ?? refusedBody(headers);
  // The matcher hands on other addresses only for this: an app without actions of its own has no use for it.
  if (isForAction(headers))
    return refusal(
      415,
      "Unsupported Media Type",
      "No address of this app takes an action or a form with files.",
    );
  return isRoundtrips(nextUrl) ? refusedBody(headers) : null;
}

/** As Next.js tells a server action, whatever the address. */
const isForAction = (headers: Headers): boolean =>
  headers.has("next-action") || (headers.get("content-type") ?? "").startsWith("multipart/form-data");

async function refusedPage({ method, headers, nextUrl }: NextRequest): Promise<NextResponse | null> {
  const path = ourPath(nextUrl.pathname);
  // The form, sent before its script has run: the page again, without what was typed.
  if (method === "POST" && path === SIGN_IN_PAGE && !headers.has("next-action"))
    return NextResponse.redirect(nextUrl, 303);
  const isOurs =
    method === "POST" &&
    path === ACTION_PAGE &&
    (await runOfCapability("raise", headers.get(CAPABILITY_HEADER))) !== null;
  return isOurs
    ? null
    : refusal(405, "Method Not Allowed", "A page answers GET and HEAD.", { allow: "GET, HEAD" });
}

/** Next.js keeps what is sent to an address behind a proxy, whether or not anybody reads it. */
function refusedBody(headers: Headers): NextResponse | null {
  const length = headers.get("content-length");
  if (Number(length ?? 0) > MOST_BYTES)
    return refusal(413, "Content Too Large", `The body may have ${MOST_BYTES} bytes.`);
  if (length === null && headers.has("transfer-encoding"))
    return refusal(411, "Length Required", "Say in Content-Length how long the body is.");
  return null;
}

function refusal(
  status: number,
  title: string,
  detail: string,
  more: Record<string, string> = {},
): NextResponse {
  const { headers, body } = new HttpProblem(status, title, detail, more).response();
  return new NextResponse(body, { status, headers });
}
