import { HttpProblem } from "#http/problem.js";

/**
 * Milliseconds for which a caller lets its answer be held back.
 * @throws HttpProblem 400
 */
export function waitAsked(request: Request): number {
  const wait = Number(new URL(request.url).searchParams.get("wait") ?? "0");
  if (!(wait >= 0 && wait <= 60))
    throw new HttpProblem(400, "Malformed wait", "wait must be 0 to 60 seconds");
  return wait * 1_000;
}
