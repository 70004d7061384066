import { VerifyRequestSchema } from "@/checks/answer";
import { newNonce } from "@/checks/nonce";
import { guard, readJson } from "@/server/guard";
import { healthResponse } from "@/server/health";
import { takeFire } from "@/server/limits";
import { unusedNonce } from "@/server/nonce";
import { verify } from "@/server/verify";

/** Fires checks side by side (one request for the limit), waits, and answers like a health check. */
export const POST = guard("fire", async (request, { caller }) => {
  const asked = await readJson(request, VerifyRequestSchema);
  const nonce = await unusedNonce(request);
  await takeFire(caller);
  return healthResponse(await verify(asked, nonce ?? newNonce(), request.signal));
});
