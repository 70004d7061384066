import { z } from "zod";
import { RUN_ID } from "@/checks/run";
import { record } from "./record";
import { store } from "./store";

/** What this app's own events bring; nothing else of a call that was refused may be believed. */
const Call = z.object({ event: z.object({ data: z.object({ run: z.string().regex(RUN_ID) }) }) });

/** The SDK's answer to a call whose signature it does not take. */
const REFUSED = 401;

/**
 * Notes that a call for a check's function was refused, which only explains why the function did not run. Anyone may
 * send such a call: it must name a run that there is, whose id cannot be guessed, and it is kept once.
 */
export async function noteRefusedCall(request: Request, status: number): Promise<void> {
  if (status !== REFUSED || !request.headers.has("x-inngest-signature")) return;
  try {
    const call = Call.safeParse(await request.json());
    if (!call.success) return;
    const { run } = call.data.event.data;
    if (!(await store().load(run))) return;
    record({ id: `call_refused:${run}`, run, role: "main", at: await store().now(), kind: "call_refused" });
  } catch {
    // No JSON, or a store that is down: it costs an explanation.
  }
}
