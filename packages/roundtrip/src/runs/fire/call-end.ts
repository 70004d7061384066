import { z } from "zod";
import { allChecks } from "#checks/catalogue.js";
import { record } from "#runs/record/evidence.js";
import { isSealed } from "#runs/verify-ticket.js";
import { witnessProcess } from "#sentry/sdk/process.js";
import { NO_SDK } from "#verdict/evidence/kinds.js";
import { RUN_ID } from "#verdict/run.js";

/** What this app's own events bring; nothing else of a call may be believed. */
const Call = z.object({
  event: z.object({ data: z.object({ run: z.string().regex(RUN_ID), seal: z.string() }) }),
  ctx: z.object({ attempt: z.number() }).optional(),
});

/** Functions that are a check's task; the follower's calls, say, name runs as well. */
const isTask = (id: string, app: string): boolean =>
  allChecks().some(({ task }) => task && id === `${app}-${task}`);

export interface CallEnd {
  /** The Inngest client's id. */
  app: string;
  /** The function's id, as the call names it. */
  task: string;
  body: Uint8Array;
}

/**
 * Notes how a call for a check's function ended, which only explains a verdict. Answered: this process outlived
 * what the function raised. Refused: anyone may send such a call, so it counts only with the seal of an event that this
 * app sent, and costs no look into the store.
 */
export function noteCallEnd({ app, task, body }: CallEnd, end: "answered" | "refused"): void {
  if (!isTask(task, app)) return;
  const call = Call.safeParse(jsonOf(body));
  if (!call.success) return;
  const { run, seal } = call.data.event.data;
  if (!isSealed(run, seal)) return;
  const about = { run, role: "main", at: Date.now() };
  if (end === "refused") {
    record({ ...about, id: `call_refused:${run}`, kind: "call_refused" });
    return;
  }
  const process = witnessProcess() ?? NO_SDK;
  const id = `task_answered:${run}:${process}:${call.data.ctx?.attempt ?? 0}`;
  record({ ...about, id, kind: "task_answered", process });
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}
