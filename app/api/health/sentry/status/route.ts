import { admitOrNull } from "@/server/access";
import { answerError, fresh } from "@/server/guard";
import { healthResponse } from "@/server/health";
import { nonceOf } from "@/server/nonce";
import { recent } from "@/server/recent";
import { status } from "@/server/status";

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
