import { RateLimiterMemory } from "rate-limiter-flexible";
import { z } from "zod";
import { NO_SDK } from "@/checks/evidence";
import { RUN_ID } from "@/checks/run";
import { witnessProcess } from "@/sentry/process";
import { record } from "./record";
import { shared } from "./shared";
import { store } from "./store";

/** What this app's own events bring; nothing else of a call may be believed. */
const Call = z.object({ event: z.object({ data: z.object({ run: z.string().regex(RUN_ID) }) }) });

/** Each refused call costs a look into the store, and anyone may make them. */
const READS_PER_MINUTE = 60;
const reads = shared(
  "refused-calls",
  () => new RateLimiterMemory({ points: READS_PER_MINUTE, duration: 60 }),
);

/** The SDK's answer to a call whose signature it does not take. */
const REFUSED = 401;

/**
 * Notes how a call for a check's function ended, which only explains a verdict. Answered: this process outlived
 * what the function raised. Refused: anyone may send such a call, so that it must name a run that there is, whose id
 * cannot be guessed; and it is kept once.
 */
export async function noteCallEnd(request: Request, status: number): Promise<void> {
  if (!request.headers.has("x-inngest-signature") && status === REFUSED) return;
  try {
    const call = Call.safeParse(await request.json());
    if (!call.success) return;
    const { run } = call.data.event.data;
    const about = { run, role: "main", at: Date.now() };
    if (status !== REFUSED) {
      const process = witnessProcess() ?? NO_SDK;
      record({ ...about, id: `task_answered:${run}:${process}`, kind: "task_answered", process });
      return;
    }
    await reads.consume("all");
    if (await store().load(run))
      record({ ...about, id: `call_refused:${run}`, at: await store().now(), kind: "call_refused" });
  } catch {
    // No JSON, too many of them, or a store that is down: it costs an explanation.
  }
}
