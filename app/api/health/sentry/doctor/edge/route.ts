import { nonceRepeated } from "@/checks/nonce";
import { sdkFacts } from "@/sentry/sdk-facts";
import { admit } from "@/server/access";
import { env } from "@/server/env";
import { HttpProblem } from "@/server/problem";

export const runtime = "edge";

/** How the SDK stands in the edge runtime; asked by the doctor. The guard's own file needs Node. */
export async function GET(request: Request): Promise<Response> {
  try {
    await admit(request, "read");
  } catch (error) {
    if (error instanceof HttpProblem) return error.response();
    throw error;
  }
  return Response.json(await sdkFacts(env().SENTRY_DSN), {
    headers: { "cache-control": "no-store", ...nonceRepeated(request) },
  });
}
