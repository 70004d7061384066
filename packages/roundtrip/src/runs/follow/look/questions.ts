import { lookUps } from "#runs/follow/lookups.js";
import type { Asking } from "#runs/follow/open-questions.js";
import type { LookUpQueue, Question } from "#sentry/read/lookup-queue.js";
import type { DiscardCategory, Traced } from "#sentry/read/reader.js";
import { store } from "#store/open.js";
import { compactText } from "#verdict/evidence/compact-event.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type { Part, Run } from "#verdict/run.js";
import { factsOf, spansFact } from "./facts.js";
import { visibilityOf } from "./inngest.js";
import { append, noteUnreadable } from "./record.js";

/** Of a trace's events: one that does not belong there is enough. */
const MAX_LISTED = 20;

/** Asks one question of the plan, and keeps the answer as evidence. */
export function answer(run: Run, asking: Asking): Promise<void> {
  if ("task" in asking) return askTask(run, asking);
  if ("spansOf" in asking) return askSpans(run, asking);
  return "traceId" in asking ? askTrace(run, asking.part, asking.traceId) : askEvent(run, asking);
}

async function askEvent(
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
    if (lost && isOverdue(run, askedAt) && facts.some((one) => one.kind === "missing"))
      facts.push(...(await discarded(queue, run, part, "error")));
    await append(run, facts);
  } catch (error) {
    await noteUnreadable(run, part, question.thorough, error);
  }
}

/** By when it was asked, not planned: a look that began before the deadline by its plan decides all the same if it was late. */
const isOverdue = ({ deadline }: Run, askedAt: number): boolean => askedAt >= deadline;

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

/** Asks Inngest what it holds of the function that was not called. */
async function askTask(
  run: Run,
  { part: { role }, task, event }: Extract<Asking, { task: string }>,
): Promise<void> {
  const visibility = await visibilityOf(task, event);
  const at = await store().now();
  const id = at < run.deadline ? "registered" : "registered:due";
  await append(run, [{ run: run.id, role, id, at, kind: "registered", ...visibility }]);
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
      lost && isOverdue(run, askedAt) && spans?.length === 0
        ? [facts, ...(await discarded(queue, run, part, "span"))]
        : [facts],
    );
  } catch (error) {
    await noteUnreadable(run, part, false, error);
  }
}
