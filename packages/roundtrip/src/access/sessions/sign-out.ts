import { secretsOf } from "#access/authorize.js";
import { answerError } from "#access/guard.js";
import { isFromElsewhere } from "#access/local-request.js";
import { type Env, env } from "#config/variables.js";
import { HttpProblem } from "#http/problem.js";
import { readSessions, setSessionCookie } from "./cookie.js";
import { endSession } from "./ended.js";

/** The 204 of signing in and out. */
export function done(cookie?: string): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  if (cookie) headers.set("set-cookie", cookie);
  return new Response(null, { status: 204, headers });
}

export function refuseElsewhere(request: Request, e: Env): void {
  if (isFromElsewhere(request.headers, e)) {
    throw new HttpProblem(403, "Forbidden", "Sign in and out from Roundtrip's own pages.");
  }
}

/** Ends the sessions of a request. The cookie that takes it away, once no copy of it is good any more. */
export async function ended(request: Request, e: Env): Promise<string> {
  refuseElsewhere(request, e);
  const sessions =
    e.access === "open" || e.blockers.length > 0 ? [] : await readSessions(request.headers, secretsOf(e));
  for (const { jti } of sessions) await endSession(jti);
  return setSessionCookie(request.headers, "");
}

/**
 * `DELETE`: 204, the cookie is gone, and no copy of it is good any more; the same where there was no session. 503, and
 * the cookie stays, where the store cannot keep that it has ended.
 */
export async function signOut(request: Request): Promise<Response> {
  try {
    return done(await ended(request, env()));
  } catch (error) {
    return answerError(error);
  }
}
