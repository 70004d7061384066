import { redactAll } from "#log/redact.js";
import { announceNews } from "#runs/record/evidence.js";
import { Unreadable } from "#sentry/read/reader.js";
import { type StoredRun, store } from "#store/open.js";
import { type Evidence, PERMANENT_READ_FAILURES } from "#verdict/evidence/kinds.js";
import type { Part, Run } from "#verdict/run.js";

/** Keeps what a look found, and wakes those who wait for it. */
export async function append(run: Run, evidence: Evidence[]): Promise<void> {
  if (evidence.length === 0) return;
  // What Sentry and Inngest said is kept for a month, and they may have quoted what they were sent.
  await store().append(redactAll(evidence));
  announceNews(run.id, true);
}

/** Without a read token nobody will ever look: said once, as evidence. */
export async function noteBlind({ run, evidence }: StoredRun): Promise<void> {
  if (evidence.some((one) => one.kind === "unreadable")) return;
  const at = await store().now();
  await append(
    run,
    run.parts.map(({ role }) => ({
      id: `unreadable:no_token:${role}`,
      run: run.id,
      role,
      at,
      kind: "unreadable",
      why: "no_token",
      status: null,
      detail: "",
    })),
  );
}

/** Keeps why nobody could look. Throws what has another reason. */
export async function noteUnreadable(
  run: Run,
  { role }: Part,
  decides: boolean,
  error: unknown,
): Promise<void> {
  if (!Unreadable.is(error)) throw error;
  const { why, status, detail } = error;
  const at = await store().now();
  // One a minute is enough to tell what was the matter, and when it ended.
  const moment = decides || at >= run.deadline ? at : Math.floor(at / 60_000);
  // A token that may not read one event of a run may read none: nobody will ask for the others.
  const roles = PERMANENT_READ_FAILURES.has(why) ? run.parts.map((one) => one.role) : [role];
  await append(
    run,
    roles.map((one) => ({
      run: run.id,
      role: one,
      id: `unreadable:${why}:${one}:${moment}`,
      at,
      kind: "unreadable" as const,
      why,
      status,
      detail,
    })),
  );
}
