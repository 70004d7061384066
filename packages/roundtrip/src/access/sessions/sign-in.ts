import { z } from "zod";
import { admit, secretsOf } from "#access/authorize.js";
import { addressOf } from "#access/caller.js";
import { answerError, readJson } from "#access/guard.js";
import { safeNext } from "#access/next-page.js";
import { hrefOf, pathOf } from "#checks/mount/addresses.js";
import { type Env, env } from "#config/variables.js";
import { readForm } from "#http/body/form.js";
import { HttpProblem } from "#http/problem.js";
import { issueSession, setSessionCookie } from "./cookie.js";
import { done, ended, refuseElsewhere } from "./sign-out.js";
import { sameSecret } from "./token.js";
import { wrongTokens } from "./wrong-tokens.js";

const SignInSchema = z.strictObject({ token: z.string().min(1).max(512) });
const MAX_BYTES = 2_048;
const PAGE = "/admin/sentry/sign-in";

/** A session's cookie for the right token; in open mode none, since there is nothing to sign in to. */
async function cookieFor(
  request: Request,
  e: Env,
  tokenOf: () => Promise<string>,
): Promise<string | undefined> {
  if (e.access === "open") {
    await admit(request, "write", e);
    return undefined;
  }
  const secrets = secretsOf(e);
  refuseElsewhere(request, e);
  if (!(await sameSecret(await tokenOf(), secrets.ADMIN_TOKEN))) {
    await wrongTokens().answerLate(addressOf(request.headers, e.TRUST_PROXY_HOPS));
    throw new HttpProblem(401, "Unauthorized", "This is not the ADMIN_TOKEN.", {
      "www-authenticate": 'Bearer realm="roundtrip"',
    });
  }
  return setSessionCookie(request.headers, (await issueSession(secrets)).token);
}

/** The page's own forms, for a browser without scripts: a way on in place of a status. */
async function byForm(request: Request, e: Env): Promise<Response> {
  const fields = await readForm(request);
  if (fields.has("end")) return onwards(PAGE, await ended(request, e));
  const next = safeNext(pathOf(fields.get("next") ?? ""));
  try {
    return onwards(next, await cookieFor(request, e, async () => fields.get("token") ?? ""));
  } catch (error) {
    if (!HttpProblem.is(error) || ![401, 429].includes(error.status)) throw error;
    return onwards(`${PAGE}?refused=${error.status}&next=${encodeURIComponent(next)}`);
  }
}

function onwards(location: string, cookie?: string): Response {
  const { headers } = done(cookie);
  headers.set("location", hrefOf(location));
  return new Response(null, { status: 303, headers });
}

const isForm = ({ headers }: Request) =>
  (headers.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded");

/**
 * `POST {"token"}`: 204 with the session's cookie, at once, whatever came before; 400, 413, 415 bad body; 401 wrong
 * token, the later the more of them; 429 where too many are being answered; 403 from another site; 503 closed. In open
 * mode 204 without a cookie: there is nothing to sign in to. A plain form is answered 303: to `next`, back to the sign-in
 * page, or there too, signed out, where it has the field `end`.
 */
export async function signIn(request: Request): Promise<Response> {
  try {
    if (isForm(request)) return await byForm(request, env());
    const token = async () => (await readJson(request, SignInSchema, { maxBytes: MAX_BYTES })).token;
    return done(await cookieFor(request, env(), token));
  } catch (error) {
    return answerError(error);
  }
}
