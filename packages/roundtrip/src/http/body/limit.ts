import { HttpProblem } from "#http/problem.js";
import { readBody, withBody } from "./read.js";

/**
 * A route handler whose request's body has at most `maxBytes`, for any route of the app: `export const POST =
 * limitBody(1_048_576, handler)`. What is larger is answered 413 before the handler sees it, and unread where
 * Content-Length says so; the handler gets the same request with its body in memory.
 */
export function limitBody<C>(
  maxBytes: number,
  handler: (request: Request, context: C) => Promise<Response> | Response,
): (request: Request, context: C) => Promise<Response> {
  return async (request, context) => {
    try {
      return await handler(withBody(request, await readBody(request, maxBytes)), context);
    } catch (error) {
      if (HttpProblem.is(error)) return error.response();
      throw error;
    }
  };
}
