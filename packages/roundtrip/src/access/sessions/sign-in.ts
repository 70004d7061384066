import { z } from "zod";
import { admit, secretsOf } from "#access/authorize.js";
import { addressOf } from "#access/caller.js";
import { answerError, readJson } from "#access/guard.js";
import { endSession } from "#access/limits/rates.js";
import { isFromElsewhere } from "#access/local-request.js";
import { type Env, env } from "#config/variables.js";
import { HttpProblem } from "#http/problem.js";
import { issueSession, readSession, sessionCookie, setSessionCookie } from "./cookie.js";
import { sameSecret } from "./token.js";
import { wrongTokens } from "./wrong-tokens.js";

const SignInSchema = z.strictObject({ token: z.string().min(1).max(512) });
const MAX_BYTES = 2_048;

function done(cookie?: string): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  if (cookie) headers.set("set-cookie", cookie);
  return new Response(null, { status: 204, headers });
}

function refuseElsewhere(request: Request, e: Env): void {
  if (isFromElsewhere(request.headers, e)) {
    throw new HttpProblem(403, "Forbidden", "Sign in and out from Roundtrip's own pages.");
  }
}

async function exchange(request: Request, e: Env): Promise<Response> {
  if (e.access === "open") {
    await admit(request, "write", e);
    return done();
  }
  const secrets = secretsOf(e);
  refuseElsewhere(request, e);
  const { token } = await readJson(request, SignInSchema, { maxBytes: MAX_BYTES });
  if (!(await sameSecret(token, secrets.ADMIN_TOKEN))) {
    await wrongTokens().answerLate(addressOf(request.headers, e.TRUST_PROXY_HOPS));
    throw new HttpProblem(401, "Unauthorized", "This is not the ADMIN_TOKEN.", {
      "www-authenticate": 'Bearer realm="roundtrip"',
    });
  }
  return done(setSessionCookie(request.headers, (await issueSession(secrets)).token));
}

/**
 * `POST {"token"}`: 204 with the session's cookie, at once, whatever came before; 400, 413, 415 bad body; 401 wrong
 * token, the later the more of them; 429 where too many are being answered; 403 from another site; 503 closed. In open
 * mode 204 without a cookie: there is nothing to sign in to.
 */
export async function signIn(request: Request): Promise<Response> {
  try {
    return await exchange(request, env());
  } catch (error) {
    return answerError(error);
  }
}

/**
 * `DELETE`: 204, the cookie is gone, and no copy of it is good any more; the same where there was no session. 503, and
 * the cookie stays, where the store cannot keep that it has ended.
 */
export async function signOut(request: Request): Promise<Response> {
  try {
    const e = env();
    refuseElsewhere(request, e);
    const session =
      e.access === "open" || e.blockers.length > 0
        ? null
        : await readSession(sessionCookie(request.headers), secretsOf(e));
    if (session) await endSession(session.jti);
    return done(setSessionCookie(request.headers, ""));
  } catch (error) {
    return answerError(error);
  }
}
