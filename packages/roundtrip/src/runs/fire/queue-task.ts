import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { findCheck } from "#checks/catalogue.js";
import { APP } from "#inngest/app.js";
import { type CheckEvent, type CheckFired, eventOf } from "#inngest/events.js";
import { appInngest, type InngestClient, register } from "#inngest/registered.js";
import { record } from "#runs/record/evidence.js";
import { sealOf } from "#runs/verify-ticket.js";
import type { Run } from "#verdict/run.js";

/** Inngest's SDK tries five times and never gives up on a host that says nothing; a caller waits for us. */
const SEND_TIMEOUT_MS = 8_000;

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = new AbortController();
  const timeout = sleep(ms, undefined, { signal: late.signal, ref: false }).then(() => {
    throw Object.assign(new Error("Inngest did not answer in time"), { code: "ETIMEDOUT" });
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    late.abort();
    timeout.catch(() => undefined);
  }
}

/**
 * Hands a check's task to Inngest, and notes whether Inngest took it. Never throws: the verdict tells.
 * @param client the app's own
 * @param event the one that starts the check's task
 */
export async function queueTask(
  run: Run,
  client: InngestClient,
  event: CheckEvent | undefined = eventOf(run.check),
): Promise<void> {
  if (!event) throw new Error(`the check ${run.check} has no task`);
  register({ client });
  const base = { id: randomUUID(), run: run.id, role: "main", at: Date.now() };
  const { id, check, parts } = run;
  if (await isMissing(run, client))
    return record({ ...base, kind: "not_queued", code: "no_task", detail: check });
  const data: CheckFired = { app: APP, run: id, check, parts, seal: sealOf(id) };
  try {
    // The run's id as the event's: Inngest starts a function once for it, however often it is sent.
    const { ids } = await within(SEND_TIMEOUT_MS, client.send({ name: event.name, data, id }));
    record({ ...base, at: Date.now(), kind: "queued", inngestEvent: ids[0] ?? "" });
  } catch (error) {
    const { code, detail } = explain(error);
    record({ ...base, at: Date.now(), kind: "not_queued", code, detail });
  }
}

/** The app's own route makes no function for the check, so that Inngest would take the event and call nobody. */
async function isMissing({ check }: Run, { id: app }: InngestClient): Promise<boolean> {
  const task = findCheck(check)?.task;
  const tasks = (await appInngest())?.tasks;
  return task !== undefined && tasks != null && !tasks.plan.some(({ id }) => id === `${app}-${task}`);
}

/** Sorts what the SDK throws by what a user must do; the SDK's errors have no codes of their own. */
function explain(error: unknown): { code: string; detail: string } {
  // Inngest's own words may be in it, at any length.
  const message = (error instanceof Error ? error.message : "unknown error").slice(0, 2_000);
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = inner instanceof Error ? Reflect.get(inner, "code") : undefined;
  const detail = message.split("\n")[0]?.slice(0, 200) ?? "";
  if (/event key/i.test(message) && !/invalid|not found|401/i.test(message))
    return { code: "no_event_key", detail };
  if (/401|403|unauthori[sz]ed|invalid.*key|key.*(invalid|not found)/i.test(message))
    return { code: "key_rejected", detail };
  if (typeof code === "string") return { code: "unreachable", detail: code };
  if (/fetch failed|ECONN|ENOTFOUND/i.test(message)) return { code: "unreachable", detail };
  return { code: "error", detail };
}
