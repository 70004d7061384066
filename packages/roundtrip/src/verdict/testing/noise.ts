import type { Check } from "#checks/check.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type { StoredEvent } from "#verdict/evidence/stored-event.js";
import type { Run } from "#verdict/run.js";
import { DEADLINE, DECIDED, eventId, eventOf, fact, HOUR, later, runOf } from "./runs.js";

/** Moments around every boundary of a run. */
export const MOMENTS: readonly number[] = [
  later(0),
  later(999),
  later(2_000),
  DEADLINE - 1,
  DEADLINE,
  DEADLINE + 1,
  DECIDED,
  HOUR,
  HOUR + 1,
];

/** The healthy run, and runs whose process is not as it should be. */
export function runsOf(check: Check): Run[] {
  const run = runOf(check);
  return [
    run,
    run,
    { ...run, canRead: false },
    { ...run, traceId: null },
    { ...run, deadline: HOUR },
    { ...run, expected: { ...run.expected, commitTag: null } },
    { ...run, expected: { ...run.expected, release: "shop@latest" } },
    { ...run, expected: { ...run.expected, release: null, environment: null } },
    { ...run, sdk: { ...run.sdk, dsn: "absent", initialised: false } },
    { ...run, sdk: { ...run.sdk, dsn: "malformed" } },
    { ...run, sdk: { ...run.sdk, initialised: false } },
  ];
}

/** Every way in which a stored event may differ from the one that was meant, one at a time. */
export function variants(run: Run, role: string): Partial<StoredEvent>[] {
  const { message, tags } = eventOf(run, role);
  return [
    { eventId: "0".repeat(32) },
    { message: "boom" },
    { message: `${message}!` },
    { message: message.replaceAll(eventId(role), "0".repeat(32)) },
    { type: "Error" },
    { receivedAt: null },
    { receivedAt: later(-60_000) },
    { release: "shop@latest" },
    { environment: null },
    { handled: null },
    { mechanism: "generic" },
    { runtime: "vercel-edge" },
    { tags: { ...tags, check: "other" } },
    { tags: { ...tags, "check.run": "" } },
    { tags: { ...tags, commit_tag: "v0" } },
    { traceId: null },
    { data: {} },
    { data: { pino: { data: { number: 1 } } } },
    { frames: [] },
  ];
}

/** Facts that a sick app, a sick Sentry or bad luck may add to a run, one of each sort. */
export function noiseOf(check: Check): Evidence[] {
  const run = runOf(check);
  const times = [later(15), later(600), later(3_000), DEADLINE, DEADLINE + 1, HOUR + 1];
  const ofTask = [
    fact(run, "queued"),
    fact(run, "not_queued"),
    fact(run, "task_called"),
    fact(run, "not_queued", { code: "no_event_key" }),
  ];
  const ofParts = check.parts.flatMap(({ role }) => [
    ...["p1", "p2"].flatMap((process) => [
      fact(run, "raised", { role, process }),
      fact(run, "captured", { role, process, at: later(25) }),
      fact(run, "captured", { role, process, at: later(60), delivery: "01J:0" }),
      fact(run, "dropped", { role, process }),
    ]),
    ...["event_processor", "before_send", "ratelimit_backoff"].map((reason) =>
      fact(run, "dropped", { role, reason, by: null, at: later(35) }),
    ),
    fact(run, "dropped", { role, by: "Dedupe", at: later(35) }),
    fact(run, "accepted", { role }),
    fact(run, "rejected", { role }),
    fact(run, "not_sent", { role }),
    ...[null, 0, 1, 2].flatMap((count) => [
      fact(run, "counted", { role, count }),
      fact(run, "counted", { role, count, at: DEADLINE + 2 }),
    ]),
    ...times.flatMap((at) => [
      fact(run, "missing", { role, at }),
      fact(run, "missing", { role, at, askedAt: at - 50, byMessage: false }),
      fact(run, "unreadable", { role, at }),
      fact(run, "unreadable", { role, at, why: "forbidden", status: 403 }),
      fact(run, "found", { role, at }),
    ]),
    fact(run, "found", { role, clockSkewMs: null }),
    fact(run, "found", { role, clockSkewMs: 600_000 }),
    ...variants(run, role).map((change) => fact(run, "found", { role, event: eventOf(run, role, change) })),
  ]);
  return [...ofTask, ...ofParts];
}
