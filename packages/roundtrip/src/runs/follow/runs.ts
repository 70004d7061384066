import { randomUUID } from "node:crypto";
import { findCheck } from "#checks/catalogue.js";
import { redactAll } from "#log/redact.js";
import { announceNews, offNews, onNews } from "#runs/record/evidence.js";
import type { LookUpQueue, Question } from "#sentry/read/lookup-queue.js";
import { type DiscardCategory, isUnreadable, type Traced } from "#sentry/read/reader.js";
import { apart } from "#state/detached.js";
import { shared } from "#state/process.js";
import { type Decision, type StoredRun, store } from "#store/open.js";
import { compactText } from "#verdict/evidence/compact-event.js";
import { type Evidence, PERMANENT_READ_FAILURES } from "#verdict/evidence/kinds.js";
import { type Judgement, judge } from "#verdict/judge/run.js";
import type { Part, Run } from "#verdict/run.js";
import { sightOf } from "./inngest-visibility.js";
import { factsOf, spansFact } from "./look-facts.js";
import { lookUps, withBackend } from "./lookups.js";
import { type Asking, type Looks, nextStep, type Step } from "./plan.js";

/** A follower that dies is replaced after this long. Two that look at once do no harm, it only costs a look. */
const CLAIM_MS = 5_000;
/** The store is down: known runs go on as soon as it is back. */
const STORE_DOWN_MS = 1_000;
/** A run that another instance left behind, or whose clock jumped, is looked at again after this long. */
const LONGEST_WAIT_MS = 60_000;

/** Of a trace's events: one that does not belong there is enough. */
const MAX_LISTED = 20;

const owner = shared("owner", () => randomUUID());
const following = shared("following", () => new Map<string, Promise<void>>());

/** Follows a run until nothing more can change; at once a no-op when this process does so already. */
export function follow(runId: string): void {
  if (following.has(runId)) return;
  following.set(
    runId,
    apart(() => loop(runId)).finally(() => following.delete(runId)),
  );
}

/** Takes up runs that were left in the middle, by this process's predecessor or another instance. */
export async function resume(): Promise<void> {
  for (const runId of await store().open(1_000)) follow(runId);
}

/** What one turn of following found, and when the next is worth it. */
export interface Turn {
  stored: StoredRun;
  looks: Looks;
  /** Milliseconds until a look is worth it; null: none is any more; elsewhere: somebody else is at it. */
  wait: number | null | "elsewhere";
}

/**
 * One step of following, for who keeps its memory elsewhere, such as a function that sleeps between its steps.
 * Looks only when nobody else is at it: looks cost of a shared budget. Null when there is no such run.
 */
export async function followOnce(runId: string, before: Looks): Promise<Turn | null> {
  const looks = { ...before };
  const free = !following.has(runId) && (await store().claim(runId, owner, CLAIM_MS));
  const wait = free ? await advance(runId, looks) : "elsewhere";
  if (wait === null) await store().settle(runId);
  const stored = await store().load(runId);
  return stored && { stored, looks, wait };
}

async function loop(runId: string): Promise<void> {
  const looks: Looks = { count: 0, lastAt: 0 };
  for (;;) {
    let wait: number | null;
    try {
      if (await store().claim(runId, owner, CLAIM_MS)) {
        wait = await advance(runId, looks);
        if (wait === null) return await store().settle(runId);
      } else {
        // Nobody can claim a run that was forgotten: whoever waits for it here would wait for ever.
        if (!(await store().load(runId))) return;
        wait = CLAIM_MS;
      }
    } catch (error) {
      // Anything but a store that is down would repeat itself for ever: the run stays in the store as it is.
      if (!(error instanceof Error && error.name === "StoreDown")) return report(runId, error);
      wait = STORE_DOWN_MS;
    }
    await newsOrTimeout(runId, Math.min(wait, LONGEST_WAIT_MS));
  }
}

function report(runId: string, error: unknown): void {
  console.error(
    `roundtrip: run ${runId} cannot be followed: ${error instanceof Error ? error.message : "unknown"}`,
  );
}

/** One step of following; resolves to the milliseconds until the next, null when there is none. */
async function advance(runId: string, looks: Looks): Promise<number | null> {
  const before = await known(runId);
  const check = before && findCheck(before.stored.run.check);
  if (!before || !check) return null;
  const { stored, now } = before;
  const judgement = await decide(stored, now);
  if (!stored.run.canRead && judgement.verdict === "pending") await noteBlind(stored);
  const step = nextStep(check, stored.run, stored.evidence, judgement, now, looks);
  if (step.ask.length === 0) return step.wait;
  looks.count += 1;
  looks.lastAt = now;
  await askAll(stored.run, step.ask);
  const after = await known(runId);
  if (!after) return step.wait;
  const later = await decide(after.stored, after.now);
  // What was just learnt may already open the next question (absence, after its companions).
  const learnt = after.stored.evidence.length > stored.evidence.length;
  return learnt || later.verdict !== "pending" ? 1 : step.wait;
}

/** A run with the time before it was read: a verdict is as old as the evidence that it stands on. */
export async function known(runId: string): Promise<{ stored: StoredRun; now: number } | null> {
  const now = await store().now();
  const stored = await store().load(runId);
  return stored && { stored, now };
}

/** Asks side by side, and keeps the run ours meanwhile: a question may wait its turn for longer than a claim. */
async function askAll(run: Run, questions: Step["ask"]): Promise<void> {
  const renew = () =>
    void store()
      .claim(run.id, owner, CLAIM_MS)
      .catch(() => undefined);
  const renewing = setInterval(renew, CLAIM_MS / 3).unref();
  const asked = await Promise.allSettled(
    questions.map((one) => {
      if ("task" in one) return askTask(run, one);
      if ("spansOf" in one) return askSpans(run, one);
      return "traceId" in one ? askTrace(run, one.part, one.traceId) : ask(run, one);
    }),
  );
  clearInterval(renewing);
  for (const one of asked) if (one.status === "rejected") throw one.reason;
}

/** Judges, and keeps the verdict when it is new. */
export async function decide({ run, evidence, decision }: StoredRun, now: number): Promise<Judgement> {
  const check = findCheck(run.check);
  if (!check) throw new Error(`there is no check ${run.check}`);
  const judgement = judge(check, withBackend(run), evidence, now);
  if (judgement.verdict === "pending") return judgement;
  const same = decision?.verdict === judgement.verdict && decision.cause?.code === judgement.cause?.code;
  if (same) return judgement;
  const { verdict, cause, latencyMs } = judgement;
  const revised: Decision = {
    verdict,
    cause,
    latencyMs,
    decidedAt: decision?.decidedAt ?? now,
    revisedAt: now,
  };
  await store().decide(run.id, revised);
  announceNews(run.id);
  return judgement;
}

/** Without a read token nobody will ever look: said once, as evidence. */
async function noteBlind({ run, evidence }: StoredRun): Promise<void> {
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

async function append(run: Run, evidence: Evidence[]): Promise<void> {
  if (evidence.length === 0) return;
  // What Sentry and Inngest said is kept for a month, and they may have quoted what they were sent.
  await store().append(redactAll(evidence));
  announceNews(run.id);
}

async function ask(
  run: Run,
  { part, question, lost }: Extract<Asking, { question: Question }>,
): Promise<void> {
  const queue = lookUps();
  if (!queue) return;
  try {
    // Taken before the question waits its turn: a look counts as fresh only if it began after what it follows.
    const askedAt = await store().now();
    const look = await queue.look(question);
    const at = await store().now();
    if (look.found?.clockSkewMs != null) {
      // It was compared with this process's clock; runs are timed by the store's, which may be another machine's.
      look.found.clockSkewMs += Date.now() - at;
    }
    const facts = factsOf(run, part, question, look, { askedAt, at });
    if (lost && facts.some((one) => one.kind === "missing"))
      facts.push(...(await discarded(queue, run, part, "error")));
    await append(run, facts);
  } catch (error) {
    await noteUnreadable(run, part, question.thorough, error);
  }
}

/** An explanation only: whatever keeps us from it must not cost the look itself. */
async function discarded(
  queue: LookUpQueue,
  run: Run,
  { role }: Part,
  category: DiscardCategory,
): Promise<Evidence[]> {
  const counts = await queue.discards(run.firedAt, category).catch(() => null);
  if (counts === null) return [];
  const at = await store().now();
  const listed = counts.slice(0, MAX_LISTED).map((one) => ({ ...one, reason: compactText(one.reason) }));
  return [{ run: run.id, role, id: `discards:${role}:${at}`, at, kind: "discards", counts: listed }];
}

async function noteUnreadable(run: Run, { role }: Part, decides: boolean, error: unknown): Promise<void> {
  if (!isUnreadable(error)) throw error;
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

/** Asks Inngest what it holds of the function that was not called. */
async function askTask(
  run: Run,
  { part: { role }, task, event }: Extract<Asking, { task: string }>,
): Promise<void> {
  const sight = await sightOf(task, event);
  const at = await store().now();
  const id = at < run.deadline ? "registered" : "registered:due";
  await append(run, [{ run: run.id, role, id, at, kind: "registered", ...sight }]);
}

const compactTraced = ({ eventId, title }: Traced) => ({
  eventId: compactText(eventId),
  title: compactText(title),
});

/** Asks what is on the run's own trace. */
async function askTrace(run: Run, part: Part, traceId: string): Promise<void> {
  const queue = lookUps();
  if (!queue) return;
  try {
    const askedAt = await store().now();
    const listed = await queue.onTrace(traceId, run.firedAt);
    const at = await store().now();
    const events = listed?.slice(0, MAX_LISTED).map(compactTraced) ?? null;
    const id = `traced:${askedAt}`;
    await append(run, [{ run: run.id, role: part.role, id, at, kind: "traced", askedAt, events }]);
  } catch (error) {
    await noteUnreadable(run, part, false, error);
  }
}

/** Asks for the run's own spans on its trace. */
async function askSpans(
  run: Run,
  { part, spansOf, lost }: Extract<Asking, { spansOf: string }>,
): Promise<void> {
  const queue = lookUps();
  if (!queue) return;
  try {
    const askedAt = await store().now();
    const { fromBrowser = false, rate = 0, alone = false } = run.tracing ?? {};
    // A caller's trace may be a whole pipeline's, of which a page of spans must hold ours. A browser's is this click's
    // alone, and it learns the id too late.
    const marked =
      fromBrowser || (rate === 0 && alone) ? [] : await queue.spans(spansOf, run.id, run.firedAt);
    // At a rate of 0, spans that lack the mark must not go unseen.
    const others = fromBrowser || (rate === 0 && marked?.length === 0);
    const spans = others ? await queue.spans(spansOf, null, run.firedAt) : marked;
    const at = await store().now();
    const facts = spansFact(run, part, spans, { askedAt, at });
    await append(
      run,
      lost && spans?.length === 0 ? [facts, ...(await discarded(queue, run, part, "span"))] : [facts],
    );
  } catch (error) {
    await noteUnreadable(run, part, false, error);
  }
}

/** Resolves on news about the run, or after `ms`. */
function newsOrTimeout(runId: string, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      offNews(runId, done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    timer.unref();
    onNews(runId, done);
  });
}
