import * as Sentry from "@sentry/nextjs";
import { unstable_rethrow } from "next/navigation";
import { nonceRepeated } from "#checks/nonce.js";
import { HttpProblem, problem } from "#http/problem.js";
import { nonceOf } from "#runs/nonce.js";
import { ownerIn } from "#store/taken.js";
import { type AccessRule, type Admitted, admit } from "./authorize.js";

export { readJson } from "#http/body/json.js";

/** What Next hands a route handler besides the request. */
export interface RouteContext<P> {
  params: Promise<P>;
}

/** Not to be kept; and, since a cache may keep it all the same, with the nonce of the request that it answers. */
export function fresh(request: Request, response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set("cache-control", "no-store");
  for (const [name, value] of Object.entries(nonceRepeated(request))) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

const storeDown = (owner: string | null): string =>
  owner === null
    ? "The run store cannot be reached. Check STORE_URL, then try again."
    : `The database at STORE_URL keeps the runs of another app, ${owner}. Give this app a database of its own.`;

/**
 * The answer to whatever a handler of ours threw. An unknown error is reported once, as handled, and its
 * message stays here. Not for checks: theirs must reach Next uncaught.
 */
export function answerError(error: unknown): Response {
  unstable_rethrow(error);
  if (HttpProblem.is(error)) return error.response();
  // By name: the store may have been opened by another bundle, whose class is not this one.
  if (error instanceof Error && error.name === "StoreDown")
    return problem(503, "Store Down", storeDown(ownerIn(error)));
  Sentry.captureException(error, { mechanism: { type: "roundtrip.guard", handled: true } });
  console.error(`roundtrip: a handler failed with ${error instanceof Error ? error.name : typeof error}`);
  return problem(500, "Internal Server Error", "The request could not be answered; the error was reported.");
}

/** A route handler for addresses that are not checks: admission first, errors as problems, never cached. */
export function guard<P = unknown>(
  rule: AccessRule,
  handler: (request: Request, admitted: Admitted, context: RouteContext<P>) => Promise<Response>,
): (request: Request, context: RouteContext<P>) => Promise<Response> {
  return async (request, context) => {
    try {
      const admitted = await admit(request, rule);
      nonceOf(request);
      return fresh(request, await handler(request, admitted, context));
    } catch (error) {
      return fresh(request, answerError(error));
    }
  };
}
