import { guard, readJson } from "#access/guard.js";
import { takeFire } from "#access/limits/rates.js";
import { newNonce } from "#checks/nonce.js";
import { verify } from "#next/handlers/verify.js";
import { unusedNonce } from "#runs/nonce.js";
import { healthResponse } from "#runs/read/health.js";
import { VerifyRequestSchema } from "#verdict/answer.js";

/** Fires checks side by side (one request for the limit), waits, and answers like a health check. */
export const POST = guard("fire", async (request, { caller }) => {
  const asked = await readJson(request, VerifyRequestSchema);
  const nonce = await unusedNonce(request);
  await takeFire(caller);
  return healthResponse(await verify(asked, nonce ?? newNonce(), request.signal));
});
