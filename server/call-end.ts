import { RateLimiterMemory } from "rate-limiter-flexible";
import { z } from "zod";
import { CATALOGUE } from "@/checks/catalogue";
import { NO_SDK } from "@/checks/evidence";
import { RUN_ID } from "@/checks/run";
import { inngest } from "@/inngest/client";
import { witnessProcess } from "@/sentry/process";
import { env } from "./env";
import { record } from "./record";
import { shared } from "./shared";
import { store } from "./store";

/** What this app's own events bring; nothing else of a call may be believed. */
const Call = z.object({
  event: z.object({ data: z.object({ run: z.string().regex(RUN_ID) }) }),
  ctx: z.object({ attempt: z.number() }).optional(),
});

/** Functions that are a check's task; the follower's calls, say, name runs as well. */
const TASKS: ReadonlySet<string> = new Set(
  CATALOGUE.flatMap(({ task }) => (task ? [`${inngest.id}-${task}`] : [])),
);

/** Each kept call costs a look into the store, and where signatures are refused, anyone may make one. */
const READS_PER_MINUTE = { refused: 60, answered: 3_000 };
const reads = (kind: keyof typeof READS_PER_MINUTE) =>
  shared(`calls-${kind}`, () => new RateLimiterMemory({ points: READS_PER_MINUTE[kind], duration: 60 }));

/** The SDK's answer to a call whose signature it does not take. */
const REFUSED = 401;

/** Without a signing key the SDK refuses with another status, or looks at no signature at all. */
const checksSignatures = () =>
  env().INNGEST_SIGNING_KEY !== undefined || process.env.NODE_ENV !== "production";

/**
 * Notes how a call for a check's function ended, which only explains a verdict. Answered: this process outlived
 * what the function raised. Refused: anyone may send such a call, so it is kept once. Either must name a run that there
 * is, whose id cannot be guessed.
 */
export async function noteCallEnd(request: Request, status: number): Promise<void> {
  const task = new URL(request.url).searchParams.get("fnId") ?? "";
  const refused = status === REFUSED;
  if (!TASKS.has(task) || !checksSignatures()) return;
  if (refused && !request.headers.has("x-inngest-signature")) return;
  try {
    const call = Call.safeParse(await request.json());
    if (!call.success) return;
    const { run } = call.data.event.data;
    await reads(refused ? "refused" : "answered").consume("all");
    if (!(await store().load(run))) return;
    const about = { run, role: "main", at: Date.now() };
    if (refused) record({ ...about, id: `call_refused:${run}`, kind: "call_refused" });
    else {
      const process = witnessProcess() ?? NO_SDK;
      const id = `task_answered:${run}:${process}:${call.data.ctx?.attempt ?? 0}`;
      record({ ...about, id, kind: "task_answered", process });
    }
  } catch {
    // No JSON, too many of them, or a store that is down: it costs an explanation.
  }
}
