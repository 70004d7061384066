import { type RunAnswer, RunAnswerSchema } from "#verdict/answer.js";
import type { SentryFacts } from "@/local/stack";
import type { Caller } from "../stack/client";
import { falsePass, type Tally } from "./tally";

/** Null where the caller was told nothing, or that nothing was fired: nothing is owed then. */
export async function acknowledge(caller: Caller, check: string): Promise<string | null> {
  try {
    const response = await caller.get(`/api/health/${check}`);
    await response.body?.cancel();
    // 500 is the answer of an uncaught error, which was raised on purpose. A 503 carries a run's id as well.
    return [200, 500].includes(response.status) ? response.headers.get("x-check-run") : null;
  } catch {
    return null;
  }
}

/** Nothing is proven by runs that were never acknowledged. */
export const noteMost = (tally: Tally, acknowledged: number, count: number): void =>
  tally.note(acknowledged >= count / 2, `of ${count} firings no more than ${acknowledged} were acknowledged`);

/** What an acknowledged run owes: to be there, to be decided, and not to pass falsely. */
export async function judgeRun(
  tally: Tally,
  caller: Caller,
  sentry: SentryFacts,
  id: string,
): Promise<RunAnswer | null> {
  const response = await caller.get(`/api/health/sentry/runs/${id}?wait=60`);
  const answer = RunAnswerSchema.safeParse(await response.json());
  tally.note(answer.success, `LOST: ${id} was acknowledged, and asking for it answers ${response.status}`);
  if (!answer.success) return null;
  const run = answer.data;
  tally.note(run.verdict !== "pending", `${run.check} ${id} was never decided`);
  const lie = await falsePass(run, sentry);
  tally.note(lie === null, `FALSE PASS: ${lie}`);
  return run;
}
