import { headers as nextHeaders } from "next/headers";
import { redirect } from "next/navigation";
import { readSessions, type Session } from "#access/sessions/cookie.js";
import { bearerOf, sameSecret } from "#access/sessions/token.js";
import { hrefOf, mounted, pathOf } from "#checks/mount/addresses.js";
import type { Secrets } from "#config/keys/material.js";
import { type Env, env } from "#config/variables.js";
import { HttpProblem } from "#http/problem.js";
import { addressOf } from "./caller.js";
import { isFromElsewhere, isFromOurOrigin, isOnThisMachine } from "./local-request.js";
import { DEFAULT_PAGE, safeNext } from "./next-page.js";

/**
 * fire: raises an error on purpose (GET or POST with a bearer, POST with a session).
 * schedule: does so by a scheduler's GET, with CRON_SECRET or ADMIN_TOKEN as its bearer, and never with a session.
 * read: looks (GET, HEAD). write: changes something without being a check (POST, PUT, PATCH, DELETE).
 */
export type AccessRule = "fire" | "schedule" | "read" | "write";

export interface Admitted {
  via: "bearer" | "session" | "open";
  /** Whom the request counts for: "bearer", "scheduler", "session:<jti>" or "address:<address>". */
  caller: string;
}

const METHODS: Readonly<Record<AccessRule, readonly string[]>> = {
  fire: ["GET", "POST"],
  schedule: ["GET"],
  read: ["GET", "HEAD"],
  write: ["POST", "PUT", "PATCH", "DELETE"],
};

const notAllowed = (allowed: readonly string[], detail: string) =>
  new HttpProblem(405, "Method Not Allowed", detail, { allow: allowed.join(", ") });
const forbidden = (detail: string) => new HttpProblem(403, "Forbidden", detail);
const unauthorized = (rule: AccessRule) =>
  new HttpProblem(
    401,
    "Unauthorized",
    rule === "schedule"
      ? "Send CRON_SECRET, where the app has one, or ADMIN_TOKEN as a bearer token in the header Authorization."
      : `Send ADMIN_TOKEN as a bearer token in the header Authorization, or sign in at ${hrefOf("/admin/sentry/sign-in")}.`,
    { "www-authenticate": 'Bearer realm="roundtrip"' },
  );

/** Throws the 503 that names what is missing or weak, never its value. */
export function secretsOf(e: Env): Secrets {
  const { ADMIN_TOKEN, SESSION_SECRET, blockers } = e;
  if (blockers.length > 0 || !ADMIN_TOKEN) {
    const reasons = blockers.map(({ variable, message }) => `${variable} ${message}`).join("; ");
    throw new HttpProblem(
      503,
      "Service Unavailable",
      `Roundtrip is closed: ${reasons || "ADMIN_TOKEN is not set"}.`,
    );
  }
  return { ADMIN_TOKEN, SESSION_SECRET };
}

/** Open mode has no credentials: any web page could otherwise reach a developer's localhost. */
function admitOpen(headers: Headers, e: Env): Admitted {
  if (!isOnThisMachine(headers)) {
    throw forbidden("In development Roundtrip answers on this machine alone: use http://localhost.");
  }
  if (isFromElsewhere(headers, e)) throw forbidden("Another site sent this request.");
  return { via: "open", caller: `address:${addressOf(headers, e.TRUST_PROXY_HOPS)}` };
}

function checkSessionRequest(method: string, headers: Headers, rule: AccessRule, e: Env): void {
  const ours = rule === "read" ? !isFromElsewhere(headers, e) : isFromOurOrigin(headers, e);
  if (rule === "fire" && method !== "POST" && !isFromElsewhere(headers, e)) {
    throw notAllowed(
      ["POST"],
      "A session fires by POST from Roundtrip's own page; a bearer token by GET too.",
    );
  }
  if (!ours) throw forbidden("A session is good for requests from Roundtrip's own pages only.");
}

/** A session that is good and that nobody has signed out of. The edge runtime reaches no store: none is good there. */
async function openSession(headers: Headers, secrets: Secrets): Promise<Session | null> {
  if (process.env.NEXT_RUNTIME !== "edge") {
    const sessions = await readSessions(headers, secrets);
    if (sessions.length === 0) return null;
    const { hasEnded } = await import("#access/sessions/ended.js");
    for (const session of sessions) if (!(await hasEnded(session.jti))) return session;
  }
  return null;
}

/** The core of every admission; server actions have headers and no Request. */
async function admitHeaders(method: string, headers: Headers, rule: AccessRule, e: Env): Promise<Admitted> {
  const secrets = e.access === "token" ? secretsOf(e) : null;
  if (!METHODS[rule].includes(method)) {
    throw notAllowed(METHODS[rule], `This address answers ${METHODS[rule].join(" and ")}.`);
  }
  if (!secrets) return admitOpen(headers, e);

  const bearer = bearerOf(headers);
  if (bearer !== undefined) {
    if (bearer !== null && (await sameSecret(bearer, secrets.ADMIN_TOKEN)))
      return { via: "bearer", caller: "bearer" };
    if (rule === "schedule" && bearer && e.CRON_SECRET && (await sameSecret(bearer, e.CRON_SECRET)))
      return { via: "bearer", caller: "scheduler" };
    // Whoever sends a bearer means it: a cookie beside a wrong one must not let it pass.
    throw unauthorized(rule);
  }
  if (rule === "schedule") throw unauthorized(rule);
  const session = await openSession(headers, secrets);
  if (!session) throw unauthorized(rule);
  checkSessionRequest(method, headers, rule, e);
  return { via: "session", caller: `session:${session.jti}` };
}

/**
 * Admits a request or throws an HttpProblem: 503 closed, 405 method, 401 no or wrong credentials,
 * 403 a session from elsewhere or, in open mode, another site or another machine.
 */
export function admit(request: Request, rule: AccessRule, e: Env = env()): Promise<Admitted> {
  return admitHeaders(request.method, request.headers, rule, e);
}

/** Who asks, where anonymous callers get an answer too: null for anyone `admit` would refuse. */
export async function admitOrNull(
  request: Request,
  rule: AccessRule,
  e: Env = env(),
): Promise<Admitted | null> {
  try {
    return await admit(request, rule, e);
  } catch (error) {
    if (HttpProblem.is(error)) return null;
    throw error;
  }
}

/** The session of the request that a server component answers; null without a good one. */
export async function sessionFromCookies(): Promise<Session | null> {
  const e = env();
  if (e.access === "open" || e.blockers.length > 0) return null;
  return openSession(new Headers(await nextHeaders()), secretsOf(e));
}

/** Whether whoever loads a page has a session, or needs none. */
export async function mayOpenPage(): Promise<boolean> {
  const open = env().access === "open" && isOnThisMachine(new Headers(await nextHeaders()));
  return open || (await sessionFromCookies()) !== null;
}

/** For server components: returns for a session or in open mode, else sends the visitor to the sign-in page. */
export async function requirePage(next: string = DEFAULT_PAGE): Promise<void> {
  if (await mayOpenPage()) return;
  // Next.js puts the base path before it by itself.
  redirect(`${mounted("/admin/sentry/sign-in")}?next=${encodeURIComponent(safeNext(pathOf(next)))}`);
}
