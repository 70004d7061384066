import { admit } from "#access/authorize.js";
import { nonceRepeated } from "#checks/nonce.js";
import { env } from "#config/variables.js";
import { HttpProblem } from "#http/problem.js";
import { sdkFacts } from "#sentry/sdk/state/read.js";

/** How the SDK stands in the edge runtime; asked by the doctor. The guard's own file needs Node. */
export async function GET(request: Request): Promise<Response> {
  try {
    await admit(request, "read");
  } catch (error) {
    if (HttpProblem.is(error)) return error.response();
    throw error;
  }
  return Response.json(await sdkFacts(env().SENTRY_DSN), {
    headers: { "cache-control": "no-store", ...nonceRepeated(request) },
  });
}
