// @module-tag long
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { appIdOf } from "#config/app/id.js";
import { openStore, type RunStore } from "#store/open.js";
import { REDIS_MISSING, redisBinary } from "#store/testing/redis.js";
import { RETENTION_MS } from "#store/testing/stores.js";
import type { Evidence, EvidenceKind } from "#verdict/evidence/kinds.js";
import { Fleet } from "../../fleet/fleet";
import { control } from "../client";

const missing = redisBinary() === null;
if (missing) console.warn(REDIS_MISSING);

/** Fires and follows, and is killed. */
const A = 0;
/** Takes over. */
const B = 1;

interface Joint {
  name: string;
  check: string;
  /** What goes on when A is killed, made so that it goes on for as long as needed. */
  before: (fleet: Fleet) => Promise<unknown> | unknown;
  /** The moment has come: A is killed now. */
  when: (evidence: readonly Evidence[], fleet: Fleet) => boolean | Promise<boolean>;
  verdict: "pass" | "fail";
  /** The cause of a fail. */
  cause?: string;
}

const has =
  (kind: EvidenceKind, role = "main") =>
  (evidence: readonly Evidence[]) =>
    evidence.some((one) => one.kind === kind && one.role === role);
const sentry = (verb: string, body: unknown) => (fleet: Fleet) => control(fleet.sentry.url, verb, body);
const inngest = (body: unknown) => (fleet: Fleet) => control(fleet.inngest.url, "mode", body);
const unreadable = sentry("delay", { ms: 600_000 });
const TASK = "sentry-inngest";
const IGNORED = "sentry-inngest-ignored";

/** Where one process hands on to another: what is lost there, and what must not be. */
const JOINTS: readonly Joint[] = [
  {
    name: "the error is captured, and ingest says nothing: the event dies with the process",
    check: "sentry",
    before: sentry("ingest", { mode: "hang" }),
    when: has("captured"),
    verdict: "fail",
    cause: "fate_unknown",
  },
  {
    name: "Sentry has accepted the event, and cannot show it yet",
    check: "sentry",
    before: unreadable,
    when: has("accepted"),
    verdict: "pass",
  },
  {
    name: "a look-up is under way, and Sentry says nothing",
    check: "sentry-extra",
    before: sentry("read", { mode: "hang" }),
    when: has("accepted"),
    verdict: "pass",
  },
  {
    name: "Sentry's API answers 503, and the next look-up is waited for",
    check: "sentry",
    before: sentry("read", { mode: "status", status: 503 }),
    when: has("unreadable"),
    verdict: "pass",
  },
  {
    name: "the event is found, and the verdict not yet kept",
    check: "sentry",
    before: () => undefined,
    when: has("found"),
    verdict: "pass",
  },
  {
    name: "the store stands still while the follower dies",
    check: "sentry",
    before: unreadable,
    when: (evidence, fleet) => {
      if (!has("accepted")(evidence)) return false;
      fleet.redis.pause();
      return true;
    },
    verdict: "pass",
  },
  {
    name: "the verdict is there, and a second copy is still to be looked for",
    check: "sentry",
    before: () => undefined,
    when: has("counted"),
    verdict: "pass",
  },
  {
    name: "the task is queued, and not called",
    check: TASK,
    before: inngest({ mode: "never-call" }),
    when: has("queued"),
    verdict: "pass",
  },
  {
    name: "the task has failed once, and its retry is to come",
    check: TASK,
    before: inngest({ mode: "slow", delayMs: 2_000 }),
    when: has("task_called"),
    verdict: "pass",
  },
  {
    name: "the task's last failure is captured, and ingest says nothing: Inngest has no attempt left",
    check: TASK,
    before: sentry("ingest", { mode: "hang" }),
    when: has("captured"),
    verdict: "fail",
    cause: "fate_unknown",
  },
  {
    name: "the task's event is accepted, and its answer to Inngest is on the way",
    check: TASK,
    before: unreadable,
    when: has("accepted"),
    verdict: "pass",
  },
  {
    name: "the ignored error's task is queued, and not called",
    check: IGNORED,
    before: inngest({ mode: "never-call" }),
    when: has("queued"),
    verdict: "pass",
  },
  {
    name: "Sentry's API asks for a pause, and it is being waited for",
    check: "sentry-extra",
    before: sentry("read", { mode: "status", status: 429, headers: { "retry-after": "2" } }),
    when: has("accepted"),
    verdict: "pass",
  },
  {
    name: "control and near miss are accepted, and cannot be shown yet",
    check: IGNORED,
    before: unreadable,
    when: has("accepted", "near"),
    verdict: "pass",
  },
  {
    name: "control and near miss are found, and the look that proves absence is still to come",
    check: IGNORED,
    before: () => undefined,
    when: has("found", "near"),
    verdict: "pass",
  },
];

describe.skipIf(missing)("one of two instances is killed at a joint", () => {
  let fleet: Fleet;
  let store: RunStore;
  beforeAll(async () => {
    fleet = await Fleet.start(2);
    store = openStore(fleet.redis.url, RETENTION_MS, appIdOf(fleet.env));
  });
  afterEach(() => fleet?.mend());
  afterAll(async () => {
    await store?.close();
    await fleet?.stop();
  });

  test.each(JOINTS)("$name", async ({ check, before, when, verdict, cause }) => {
    // Who fires sets the deadline: near where only that decides, and else so far that no machine is too slow.
    await fleet.kill(A);
    await fleet.revive(A, cause ? { RUN_DEADLINE_SECONDS: "20" } : {});
    fleet.front.prefer(A);
    await before(fleet);
    // An answer may hang as well: the run is known by the newest in the store.
    const known = new Set(await store.open(1_000));
    const firing = fleet
      .caller(A)
      .fire(check)
      .catch(() => null);
    let run = "";
    await vi.waitFor(
      async () => {
        run = (await store.open(1_000)).find((one) => !known.has(one)) ?? "";
        const evidence = (await store.load(run))?.evidence ?? [];
        expect(await when(evidence, fleet), JSON.stringify(evidence.map((one) => one.kind))).toBe(true);
      },
      { timeout: 120_000, interval: 20 },
    );
    await fleet.kill(A);
    await firing;
    fleet.front.prefer(B);
    await fleet.mend();

    const answer = await fleet.caller(B).run(run);
    expect([answer.verdict, answer.cause?.code]).toEqual([verdict, cause]);
  });
});
