import { RUN_ID } from "@/checks/run";
import { runAnswer } from "@/server/answer";
import { guard } from "@/server/guard";
import { HttpProblem } from "@/server/problem";
import { store } from "@/server/store";
import { waitInRoom } from "@/server/wait-for-run";

/**
 * `?wait=<0..60>` ends the waiting after that many seconds; it decides nothing. Where too many wait already, the run
 * comes back at once as it stands, with `Retry-After`.
 */
export const GET = guard<{ id: string }>("read", async (request, { caller }, { params }) => {
  const { id } = await params;
  if (!RUN_ID.test(id))
    throw new HttpProblem(400, "Malformed id", "a run id is 32 lowercase hex digits (UUIDv7)");
  const wait = Number(new URL(request.url).searchParams.get("wait") ?? "0");
  if (!(wait >= 0 && wait <= 60))
    throw new HttpProblem(400, "Malformed wait", "wait must be 0 to 60 seconds");
  const { stored, againSeconds } = await waitInRoom(id, wait * 1000, caller, request.signal);
  if (!stored)
    throw new HttpProblem(
      404,
      "Unknown run",
      "there is no run with this id, or it is older than RETENTION_DAYS",
    );
  const answer = runAnswer(stored, await store().now());
  const again =
    answer.verdict === "pending" && againSeconds > 0 ? { "retry-after": String(againSeconds) } : {};
  return Response.json(answer, { headers: again });
});
