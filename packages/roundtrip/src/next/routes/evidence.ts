import { answerError, type RouteContext, readJson } from "#access/guard.js";
import { HttpProblem } from "#http/problem.js";
import { CAPABILITY_HEADER, runOfCapability } from "#runs/capability.js";
import { announceNews } from "#runs/record/evidence.js";
import { probeIngest } from "#runs/record/ingest-probe.js";
import { keepSubmissions } from "#runs/record/submissions.js";
import { SubmissionsSchema } from "#verdict/evidence/submissions.js";
import { RUN_ID } from "#verdict/run.js";

const MAX_BYTES = 32_768;

/**
 * Takes what edge or browser saw of a run. The capability is the admission: it was given to an admitted caller,
 * and is good for this run alone until its deadline.
 */
export async function POST(request: Request, { params }: RouteContext<{ id: string }>): Promise<Response> {
  try {
    const { id } = await params;
    if (!RUN_ID.test(id))
      throw new HttpProblem(400, "Malformed id", "a run id is 32 lowercase hex digits (UUIDv7)");
    if ((await runOfCapability("evidence", request.headers.get(CAPABILITY_HEADER))) !== id)
      throw new HttpProblem(401, "Unauthorized", `Send the run's own capability in ${CAPABILITY_HEADER}.`);
    const submissions = await readJson(request, SubmissionsSchema, { maxBytes: MAX_BYTES });
    await keepSubmissions(id, submissions, await probeIngest(id, submissions));
    announceNews(id);
    return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  } catch (error) {
    return answerError(error);
  }
}
