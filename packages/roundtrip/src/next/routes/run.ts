import { guard } from "#access/guard.js";
import { HttpProblem } from "#http/problem.js";
import { runAnswer } from "#runs/read/answer.js";
import { waitAsked } from "#runs/wait/asked.js";
import { waitInRoom } from "#runs/wait/run.js";
import { store } from "#store/open.js";
import { RUN_ID } from "#verdict/run.js";

/**
 * `?wait=<0..60>` ends the waiting after that many seconds; it decides nothing. Where too many wait already, the run
 * comes back at once as it stands, with `Retry-After`.
 */
export const GET = guard<{ id: string }>("read", async (request, { caller }, { params }) => {
  const { id } = await params;
  if (!RUN_ID.test(id))
    throw new HttpProblem(400, "Malformed id", "a run id is 32 lowercase hex digits (UUIDv7)");
  const { stored, againSeconds } = await waitInRoom(id, waitAsked(request), caller, request.signal);
  if (!stored)
    throw new HttpProblem(
      404,
      "Unknown run",
      "there is no run with this id, it is older than RETENTION_DAYS, or this app no longer has its check",
    );
  const answer = runAnswer(stored, await store().now());
  const again =
    answer.verdict === "pending" && againSeconds > 0 ? { "retry-after": String(againSeconds) } : {};
  return Response.json(answer, { headers: again });
});
