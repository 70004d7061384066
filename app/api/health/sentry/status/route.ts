import { admitOrNull } from "@/server/access";
import { answerError } from "@/server/guard";
import { healthResponse } from "@/server/health";
import { recent } from "@/server/recent";
import { status } from "@/server/status";

/** For those whom nobody counts: however many ask, the store is read once a second. */
const bare = recent(1_000, async () => ({ status: (await status()).status }));

/** The newest verdicts. Whoever may not read learns only whether all is well. */
export async function GET(request: Request): Promise<Response> {
  try {
    return healthResponse((await admitOrNull(request, "read")) ? await status() : await bare());
  } catch (error) {
    return answerError(error);
  }
}
