import { RUN_ID } from "@/checks/run";
import { runAnswer } from "@/server/answer";
import { waitForRun } from "@/server/follow";
import { guard } from "@/server/guard";
import { HttpProblem } from "@/server/problem";
import { store } from "@/server/store";

/** `?wait=<0..60>` ends the waiting after that many seconds; it decides nothing. */
export const GET = guard<{ id: string }>("read", async (request, _admitted, { params }) => {
  const { id } = await params;
  if (!RUN_ID.test(id))
    throw new HttpProblem(400, "Malformed id", "a run id is 32 lowercase hex digits (UUIDv7)");
  const wait = Number(new URL(request.url).searchParams.get("wait") ?? "0");
  if (!(wait >= 0 && wait <= 60))
    throw new HttpProblem(400, "Malformed wait", "wait must be 0 to 60 seconds");
  const stored = await waitForRun(id, wait * 1000, request.signal);
  if (!stored)
    throw new HttpProblem(
      404,
      "Unknown run",
      "there is no run with this id, or it is older than RETENTION_DAYS",
    );
  return Response.json(runAnswer(stored, await store().now()));
});
