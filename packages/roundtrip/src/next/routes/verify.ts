import { guard, readJson } from "#access/guard.js";
import { takeFire } from "#access/limits/rates.js";
import { newNonce } from "#checks/nonce.js";
import { HttpProblem } from "#http/problem.js";
import { canaryRound } from "#next/handlers/canary.js";
import { verify } from "#next/handlers/verify.js";
import { unusedNonce } from "#runs/nonce.js";
import { healthResponse } from "#runs/read/health.js";
import { VerifyRequestSchema } from "#verdict/answer.js";

/** A round of the canary, for schedulers that send nothing but GET and a secret, such as Vercel's. */
export const GET = guard("schedule", async (request, { caller }) => {
  const nonce = await unusedNonce(request);
  await takeFire(caller);
  return healthResponse(await canaryRound({ nonce, wait: undefined, signal: request.signal }));
});

/** Fires checks side by side (one request for the limit), waits, and answers like a health check. */
export const POST = guard("fire", async (request, { caller, via }) => {
  const asked = await readJson(request, VerifyRequestSchema);
  if (asked.canary && via === "session")
    throw new HttpProblem(403, "Forbidden", "canary: is for schedulers, which send ADMIN_TOKEN as a bearer.");
  const nonce = await unusedNonce(request);
  await takeFire(caller);
  const { wait } = asked;
  return healthResponse(
    asked.canary
      ? await canaryRound({ nonce, wait, signal: request.signal })
      : await verify(asked, nonce ?? newNonce(), request.signal),
  );
});
