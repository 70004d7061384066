import { randomBytes } from "node:crypto";
import type { Misbehaviour } from "#inngest/mode.js";
import type { Answer, Call, Caller } from "#inngest/wire/caller.js";
import type { Log } from "#inngest/wire/protocol.js";

const WRONG_KEY = `signkey-test-${randomBytes(32).toString("hex")}`;

interface Means {
  readonly caller: Caller;
  readonly mode: Misbehaviour;
  readonly log: Log;
}

/** Brings one call to the app, misbehaving as commanded; `onCall` runs before each HTTP call made for it. */
export async function deliver({ caller, mode, log }: Means, call: Call, onCall: () => void): Promise<Answer> {
  const key = mode.uses("wrong-signature") ? WRONG_KEY : undefined;
  const once = () => {
    onCall();
    return caller.call(call, key);
  };
  if (mode.uses("lose-answer")) {
    await once();
    log(`run ${call.runId}: answer thrown away on command, calling again`);
    return once();
  }
  if (!mode.uses("call-twice")) return once();
  const first = await once();
  await once();
  return first;
}

/** An answer in one line, for the log. */
export function tell(answer: Answer): string {
  if (answer.kind === "ops")
    return answer.ops.map((op) => `${op.op}:${op.displayName ?? op.name ?? op.id}`).join(", ");
  const said = answer.kind === "done" ? answer.data : answer.error;
  return `${answer.kind} ${(JSON.stringify(said) ?? "").slice(0, 200)}`;
}
