import { createHash } from "node:crypto";
import { findCheck } from "#checks/catalogue.js";
import { reportedBy } from "#checks/contents.js";
import type { Look, Question } from "#sentry/read/lookup-queue.js";
import { witnessProcess } from "#sentry/sdk/process.js";
import { comparedFirst } from "#verdict/compare/spans.js";
import { compactEvent, compactSpan } from "#verdict/evidence/compact-event.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type { StoredSpan } from "#verdict/evidence/stored-span.js";
import type { Part, Run } from "#verdict/run.js";

/** When a look was asked for and when its answer was there, on the store's clock. */
export interface LookTimes {
  askedAt: number;
  at: number;
}

/** What a look says, as evidence. Ids say the same thing by the same name, so that repeating adds nothing. */
export function factsOf(
  run: Run,
  { role }: Part,
  question: Question,
  look: Look,
  { askedAt, at }: LookTimes,
): Evidence[] {
  const about = { run: run.id, role, at };
  const facts: Evidence[] = [];
  if (look.found) {
    const { event: read } = look.found;
    const check = findCheck(run.check);
    const spec = check?.parts.find((one) => one.role === role);
    const path = check && spec && reportedBy(check.place, spec.content, read.mechanism).path;
    const event = compactEvent(read, path);
    facts.push({ ...about, id: `found:${role}`, kind: "found", askedAt, ...look.found, event });
  }
  const { count } = look;
  // A search that does not list what was read is behind: worth knowing, each time it decides.
  const lags = count === 0 && (look.found !== null || question.found);
  if (count === null || count || lags) {
    const { own = null } = look;
    const whose = own === false ? ":others" : "";
    const id = `counted:${role}:${count}${whose}${lags && question.thorough ? `:${at}` : ""}`;
    facts.push({ ...about, id, kind: "counted", count: count ?? null, own });
  }
  if (question.thorough && !look.found && !question.found && !count)
    facts.push({
      ...about,
      id: `missing:${role}:${askedAt}`,
      kind: "missing",
      askedAt,
      byMessage: count === 0,
      process: witnessProcess(),
    });
  return facts;
}

/** A route's spans are about thirty; what a busier one adds says nothing more. */
const MAX_SPANS = 100;

/**
 * What a search for a run's spans says, as evidence. The same spans found again before the deadline add nothing; from
 * it on, and where there are none, each search counts by when it was asked.
 */
export function spansFact(
  run: Run,
  { role }: Part,
  found: readonly StoredSpan[] | null,
  { askedAt, at }: LookTimes,
): Evidence {
  const spans =
    found &&
    comparedFirst(
      run,
      [...found].sort((a, b) => (a.spanId < b.spanId ? -1 : 1)),
    )
      .slice(0, MAX_SPANS)
      .map(compactSpan);
  const isNews = spans === null || spans.length === 0 || askedAt >= run.deadline;
  const same = createHash("sha256").update(JSON.stringify(spans)).digest("hex").slice(0, 16);
  return { run: run.id, role, id: `spans:${isNews ? askedAt : same}`, at, kind: "spans", askedAt, spans };
}
