import { admitOrNull } from "#access/authorize.js";
import { answerError, fresh } from "#access/guard.js";
import { nonceOf } from "#runs/nonce.js";
import { healthResponse } from "#runs/read/health.js";
import { status } from "#runs/read/status.js";
import { recent } from "#runs/record/recent.js";

/** For those whom nobody counts: however many ask, the store is read once a second. */
const bare = recent(1_000, async () => ({ status: (await status()).status }));

/** The newest verdicts. Whoever may not read learns only whether all is well. */
export async function GET(request: Request): Promise<Response> {
  try {
    nonceOf(request);
    const admitted = await admitOrNull(request, "read");
    return fresh(request, healthResponse(admitted ? await status() : await bare()));
  } catch (error) {
    return fresh(request, answerError(error));
  }
}
