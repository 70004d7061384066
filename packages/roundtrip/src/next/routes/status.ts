import { admitOrNull } from "#access/authorize.js";
import { answerError, fresh } from "#access/guard.js";
import { nonceOf } from "#runs/nonce.js";
import { healthResponse } from "#runs/read/health.js";
import { status } from "#runs/read/status.js";
import { tagOf } from "#runs/read/tag.js";
import { recent } from "#runs/record/recent.js";
import { waitAsked } from "#runs/wait/asked.js";
import { statusOnceNew } from "#runs/wait/status.js";
import { detached } from "#state/detached.js";
import type { HealthAnswer } from "#verdict/answer.js";
import { tendRounds } from "#watch/scheduled.js";

/** For those whom nobody counts: however many ask, the store is read once a second. */
const bare = recent(1_000, async () => ({ status: (await status()).status }));

const PATIENCE_MS = 3_000;
/** Ends the rounds of a scheduler's canary that are due; no longer than a monitor likes to wait. */
const tended = recent(10_000, () => {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
  return Promise.race([detached(tendRounds), patience]);
});

/**
 * The newest verdicts. Whoever may not read learns only whether all is well, and at once. `?wait=<0..60>` holds the answer
 * back for so many seconds while it is the one that `If-None-Match` names; where too many wait, `Retry-After` says when to
 * ask again.
 */
export async function GET(request: Request): Promise<Response> {
  try {
    nonceOf(request);
    const admitted = await admitOrNull(request, "read");
    const waitMs = waitAsked(request);
    // Of a store that is down the status itself tells. Who waits for a verdict does not wait for rounds.
    if (waitMs === 0) await tended().catch(() => undefined);
    const isNew = (answer: HealthAnswer) => tagOf(answer) !== tagIn(request);
    const { answer: body, againSeconds } = admitted
      ? await statusOnceNew(isNew, waitMs, admitted.caller, request.signal)
      : { answer: await bare(), againSeconds: 0 };
    // Who asks for another answer than it has is no monitor: to a browser each 503 is an error, which it may report.
    const follows = isWait(request) && request.headers.has("if-none-match");
    const answer = tagged(request, healthResponse(body, follows ? 200 : undefined), tagOf(body));
    if (againSeconds > 0) answer.headers.set("retry-after", String(againSeconds));
    return fresh(request, answer);
  } catch (error) {
    return fresh(request, answerError(error));
  }
}

/** `?wait=0`, too: that asks for what is new, and at once. */
const isWait = (request: Request): boolean => new URL(request.url).searchParams.has("wait");

/** What compresses an answer on its way makes its tag a weak one: they are compared as such (RFC 9110, section 13.1.2). */
const tagIn = (request: Request): string | undefined =>
  request.headers.get("if-none-match")?.replace(/^W\//, "");

/** The answer, or 304 to whoever has it. A condition counts for a 200 alone (RFC 9110, section 13.2.1): a monitor takes 304 for well. */
function tagged(request: Request, answer: Response, tag: string): Response {
  answer.headers.set("etag", tag);
  if (!answer.ok || tagIn(request) !== tag) return answer;
  return new Response(null, { status: 304, headers: { etag: tag } });
}
