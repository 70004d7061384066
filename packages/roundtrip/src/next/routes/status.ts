import { createHash } from "node:crypto";
import { admitOrNull } from "#access/authorize.js";
import { answerError, fresh } from "#access/guard.js";
import { nonceOf } from "#runs/nonce.js";
import { healthResponse } from "#runs/read/health.js";
import { status } from "#runs/read/status.js";
import { recent } from "#runs/record/recent.js";
import { detached } from "#state/detached.js";
import { tendRounds } from "#watch/scheduled.js";

/** For those whom nobody counts: however many ask, the store is read once a second. */
const bare = recent(1_000, async () => ({ status: (await status()).status }));

const PATIENCE_MS = 3_000;
/** Ends the rounds of a scheduler's canary that are due; no longer than a monitor likes to wait. */
const tended = recent(10_000, () => {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
  return Promise.race([detached(tendRounds), patience]);
});

/** The newest verdicts. Whoever may not read learns only whether all is well. */
export async function GET(request: Request): Promise<Response> {
  try {
    nonceOf(request);
    const admitted = await admitOrNull(request, "read");
    // Of a store that is down the status itself tells.
    await tended().catch(() => undefined);
    const body = admitted ? await status() : await bare();
    return fresh(request, tagged(request, healthResponse(body), tagOf(body)));
  } catch (error) {
    return fresh(request, answerError(error));
  }
}

/** The same as long as no verdict changes; how old they are is no change. */
function tagOf(body: Awaited<ReturnType<typeof status | typeof bare>>): string {
  const said = JSON.stringify(body, (key, value: unknown) => (key === "age" ? undefined : value));
  return `"${createHash("sha256").update(said).digest("base64url").slice(0, 22)}"`;
}

/** The answer, or 304 to whoever has it. A condition counts for a 200 alone (RFC 9110, section 13.2.1): a monitor takes 304 for well. */
function tagged(request: Request, answer: Response, tag: string): Response {
  answer.headers.set("etag", tag);
  if (!answer.ok || request.headers.get("if-none-match") !== tag) return answer;
  return new Response(null, { status: 304, headers: { etag: tag } });
}
