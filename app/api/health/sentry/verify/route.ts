import { VerifyRequestSchema } from "@/checks/answer";
import { guard, readJson } from "@/server/guard";
import { healthResponse } from "@/server/health";
import { takeFire } from "@/server/limits";
import { verify } from "@/server/verify";

/** Fires checks side by side (one request for the limit), waits, and answers like a health check. */
export const POST = guard("fire", async (request, { caller }) => {
  const asked = await readJson(request, VerifyRequestSchema);
  await takeFire(caller);
  return healthResponse(await verify(asked, request.signal));
});
