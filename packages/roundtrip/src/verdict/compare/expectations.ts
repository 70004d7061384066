import { PROOF_TAG } from "#checks/browser-mark.js";
import type { Check, Content, PartSpec } from "#checks/check.js";
import { reportedBy } from "#checks/contents.js";
import { messageOf } from "#checks/message.js";
import { mountedFile } from "#checks/mount/addresses.js";
import type { Expectation } from "#verdict/answer.js";
import type { StoredEvent } from "#verdict/evidence/stored-event.js";
import type { Part, Run } from "#verdict/run.js";
import { sourceFrame } from "./source.js";

/** Sentry stamps `received` on its own clock; whole seconds are all it keeps. */
const CLOCK_GRACE_MS = 2_000;

const show = (value: unknown): string =>
  value === null || value === undefined
    ? "(none)"
    : typeof value === "string"
      ? value
      : (JSON.stringify(value) ?? String(value));

const must = (name: string, expected: unknown, actual: unknown, ok: boolean): Expectation => ({
  name,
  level: "must",
  expected: show(expected),
  actual: show(actual),
  ok,
});
const equal = (name: string, expected: unknown, actual: unknown) =>
  must(name, expected, actual, expected === actual);
/** What nobody has stated is not compared. */
const stated = (name: "release" | "environment", run: Run, event: StoredEvent): Expectation[] =>
  run.expected[name] === null ? [] : [equal(name, run.expected[name], event[name])];

/** Times come from outside: one that is no date must not stop the judgement. */
const shownTime = (ms: number): string => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? `${ms} ms` : date.toISOString();
};

/** What stands at a dotted path, and what to show for it: text that took a parent's place says why it is gone. */
function at(data: Record<string, unknown>, path: string): { value: unknown; shown: unknown } {
  let value: unknown = data;
  for (const key of path.split(".")) {
    if (value === null || typeof value !== "object")
      return { value: undefined, shown: typeof value === "string" ? value : undefined };
    value = Reflect.get(value, key);
  }
  return { value, shown: value };
}

/** Structural equality of JSON values; the order of keys does not matter. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(Reflect.get(a, key), Reflect.get(b, key)))
  );
}

const RUNTIMES: Record<Content["runtime"], (name: string | null) => boolean> = {
  node: (name) => name === "node",
  edge: (name) => name === "vercel-edge" || name === "edge",
  server: (name) => RUNTIMES.node(name) || RUNTIMES.edge(name),
  browser: (name) => name === null || name === "browser",
};

/**
 * Compares one stored event with what its check meant. The first failed must decides the cause, so that the
 * order is from "is it our event at all" to details.
 * @param clockSkewMs the backend's clock minus the store's, at least; null when it is not known
 */
export function expectationsOf(
  run: Run & { proof?: string | null },
  check: Check,
  spec: PartSpec,
  part: Part,
  event: StoredEvent,
  clockSkewMs: number | null,
): Expectation[] {
  const { content } = spec;
  const reported = reportedBy(check.place, content, event.mechanism);
  const received = event.receivedAt;
  const earliest = run.firedAt + (clockSkewMs ?? 0) - CLOCK_GRACE_MS;
  const list = [
    equal("event id", part.eventId, event.eventId),
    equal(
      "message",
      content.within?.message ?? messageOf(content.type, check.name, part.eventId, event.message),
      event.message,
    ),
    equal("type", content.within?.type ?? content.type, event.type),
    must(
      "received",
      `at or after ${shownTime(earliest)}`,
      received === null ? null : shownTime(received),
      received !== null && received >= earliest,
    ),
    ...stated("release", run, event),
    ...stated("environment", run, event),
    // Where it says none, the backend shows it as an error.
    equal("level", "error", event.level ?? "error"),
    ...(reported.handled === null ? [] : [equal("handled", reported.handled, event.handled)]),
    equal("mechanism", reported.mechanism, event.mechanism),
    must(
      "runtime",
      content.runtime === "server" ? "node or edge" : content.runtime,
      event.runtime,
      RUNTIMES[content.runtime](event.runtime),
    ),
    equal("tag check", check.name, event.tags.check),
    equal("tag check.run", part.eventId, event.tags["check.run"]),
  ];
  list.push(...wanted(run, content, event, reported.path));
  if (spec.role === "main") return list;
  return list.map((one) => ({ ...one, name: `${spec.role}: ${one.name}` }));
}

/** What only some runs and some checks want of their event. */
function wanted(
  run: Run & { proof?: string | null },
  content: Content,
  event: StoredEvent,
  path: string | undefined,
): Expectation[] {
  const list: Expectation[] = [];
  if (run.expected.commitTag !== null)
    list.push(equal("tag commit_tag", run.expected.commitTag, event.tags.commit_tag));
  if (run.traceId !== null) list.push(equal("trace", run.traceId, event.traceId));
  if (run.proof) list.push(equal(`tag ${PROOF_TAG}`, run.proof, event.tags[PROOF_TAG]));
  const linked = content.within ? content.type : content.cause;
  if (linked) list.push(equal("cause", linked, event.causes?.[0]));
  if (content.data && path) {
    const { value } = content.data;
    const actual = at(event.data, path);
    list.push(must(`data ${path}`, value, actual.shown, sameJson(value, actual.value)));
  }
  if (content.source !== null) list.push(sourceFrame(event, mountedFile(content.source), content));
  return list;
}
