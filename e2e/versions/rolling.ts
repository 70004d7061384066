import type { RunAnswer } from "#verdict/answer.js";
import type { Fleet } from "../fleet/fleet";
import type { Tally } from "../peers/part";
import { CRON, tick } from "../stack/canary";
import { control } from "../stack/client";

const NOW = 0;
const OLDER = 1;
const NAMES = ["this version", "the older one"] as const;

/** Those that both versions have, and that a server fires. */
const CHECKS = [
  "sentry",
  "sentry-extra",
  "sentry-inngest",
  "sentry-inngest-ignored",
  "sentry-render",
  "sentry-action",
  "sentry-edge",
  "sentry-proxy",
  "sentry-control-flow",
] as const;
export const ENV = {
  // Of a version that is killed, an error may never have been sent: that is known at the deadline.
  RUN_DEADLINE_SECONDS: "120",
  // Older versions cannot do without one.
  SESSION_SECRET: "fake-session-secret-of-both-versions-0123456789",
  CANARY_CRON: CRON,
  CANARY_CHECKS: "sentry,sentry-extra,sentry-inngest,sentry-inngest-ignored",
};

interface Said {
  check: string;
  verdict: string;
  cause?: { code: string; summary: string } | null;
}

const judged = ({ verdict, cause }: Said): string => [verdict, cause?.code].filter(Boolean).join(" ");

/**
 * A form that one build made may come to the other, which has no such action. Older versions know no name for it, and
 * what they keep of it is no more than a status: only of a run that this version fired must the name be given.
 */
const isSkewed = (said: Said, by: number | null): boolean =>
  said.check === "sentry-action" &&
  (judged(said) === "unknown action_of_other_build" ||
    (by !== NOW && judged(said) === "fail page_not_reached" && / 409 /.test(said.cause?.summary ?? "")));

/** @param by who fired the run; null: either of the two may have */
const isRight = (said: Said, expected: string, by: number | null): boolean =>
  judged(said) === expected || (expected === "pass" && isSkewed(said, by));

/** Both versions must read the run, and say this of it. Who fired it is asked first, and so decides. */
async function bothSay(
  fleet: Fleet,
  run: string,
  expected: string,
  by: number | null = null,
): Promise<string[]> {
  const order = by === OLDER ? [OLDER, NOW] : [NOW, OLDER];
  const answers: { at: number; answer: RunAnswer }[] = [];
  for (const at of order) answers.push({ at, answer: await fleet.caller(at).run(run) });
  return answers.flatMap(({ at, answer }) =>
    isRight(answer, expected, by)
      ? []
      : [
          `${answer.check}: ${NAMES[at] ?? at} says ${judged(answer)}: ${JSON.stringify([answer.cause, answer.expectations.filter((one) => !one.ok)])}`,
        ],
  );
}

/** One fires; whatever the app or Inngest asks of its address meanwhile is the other's to answer. */
async function handedOver(fleet: Fleet, by: number): Promise<string[]> {
  const other = by === NOW ? OLDER : NOW;
  fleet.front.prefer(other);
  try {
    const faults = await Promise.all(
      CHECKS.map(async (check) => bothSay(fleet, await fleet.caller(by).fire(check), "pass", by)),
    );
    return faults.flat();
  } finally {
    fleet.front.prefer(null);
  }
}

/** One fires and is gone at once: the other follows the run to its verdict. */
async function inherited(fleet: Fleet, by: number): Promise<string[]> {
  const other = by === NOW ? OLDER : NOW;
  fleet.front.prefer(other);
  const runs = await Promise.all(["sentry", "sentry-extra"].map((check) => fleet.caller(by).fire(check)));
  await fleet.kill(by);
  const answers = await Promise.all(runs.map((run) => fleet.caller(other).run(run))).finally(async () => {
    await fleet.revive(by);
    fleet.front.prefer(null);
  });
  // Killed before it had sent the event, it has lost it: then to say so is right.
  const right = (one: RunAnswer) => one.verdict === "pass" || one.cause !== null;
  const wrong = answers.filter((one) => !right(one)).map((one) => `${one.check}: ${judged(one)}`);
  return [...wrong, ...(await Promise.all(answers.map((one) => bothSay(fleet, one.id, judged(one))))).flat()];
}

async function verified(fleet: Fleet): Promise<string[]> {
  const { answer } = await fleet.outside().verify({ checks: CHECKS });
  const entries = Object.entries(answer.checks);
  const faults = entries.flatMap(([check, [one]]) =>
    one && isRight({ check, ...one }, "pass", null)
      ? []
      : [`${check}: ${one?.verdict} ${one?.cause?.code}: ${one?.output}`],
  );
  const read = entries.flatMap(([, [one]]) =>
    one?.run && one.verdict === "pass" ? [bothSay(fleet, one.run, "pass")] : [],
  );
  return [...faults, ...(await Promise.all(read)).flat()];
}

/** The newest run of each of the canary's checks, as a version's status names it. */
async function canaryRuns(fleet: Fleet, since: ReadonlySet<string>): Promise<string[]> {
  const found = new Map<string, string>();
  for (const until = Date.now() + 120_000; Date.now() < until; ) {
    const status = await fleet.caller(NOW).get("/api/health/sentry/status");
    const { checks } = (await status.json()) as { checks: Record<string, { href?: string | null }[]> };
    for (const [check, [entry]] of Object.entries(checks)) {
      const run = entry?.href?.split("/").at(-1);
      if (run && !since.has(run)) found.set(check, run);
    }
    if (ENV.CANARY_CHECKS.split(",").every((check) => found.has(check))) return [...found.values()];
    await new Promise((wait) => setTimeout(wait, 500));
  }
  throw new Error(`the canary fired ${[...found.keys()].join() || "nothing"} within two minutes`);
}

async function canary(fleet: Fleet, at: number | null): Promise<string[]> {
  const before = new Set(await canaryRunsSoFar(fleet));
  fleet.front.prefer(at);
  try {
    await tick({ inngest: fleet.inngest, env: fleet.env });
    const runs = await canaryRuns(fleet, before);
    return (await Promise.all(runs.map((run) => bothSay(fleet, run, "pass")))).flat();
  } finally {
    fleet.front.prefer(null);
  }
}

async function canaryRunsSoFar(fleet: Fleet): Promise<string[]> {
  const status = await fleet.caller(NOW).get("/api/health/sentry/status");
  const { checks } = (await status.json()) as { checks: Record<string, { href?: string | null }[]> };
  return Object.values(checks).flatMap(([entry]) => entry?.href?.split("/").at(-1) ?? []);
}

/** What one version has seen go wrong, the other names by the same cause. */
async function refusedAlike(fleet: Fleet, by: number): Promise<string[]> {
  await control(fleet.sentry.url, "ingest", { mode: "status", status: 403 });
  try {
    return await bothSay(fleet, await fleet.caller(by).fire("sentry"), "fail dsn_rejected");
  } finally {
    await control(fleet.sentry.url, "reset", {}, "POST");
  }
}

/** A rolling deployment over one store. */
export async function roll(fleet: Fleet, place: string, tally: Tally): Promise<void> {
  const parts: readonly (readonly [string, () => Promise<string[]>])[] = [
    ["the checks, whoever of the two gets each request", () => verified(fleet)],
    ...[NOW, OLDER].flatMap((by) => [
      [`fired by ${NAMES[by]}, carried on by the other`, () => handedOver(fleet, by)] as const,
      [`fired by ${NAMES[by]}, which is killed at once`, () => inherited(fleet, by)] as const,
      [`refused by Sentry, fired by ${NAMES[by]}`, () => refusedAlike(fleet, by)] as const,
      [`the canary, whose round ${NAMES[by]} carries out`, () => canary(fleet, by)] as const,
    ]),
    ["the canary, whoever of the two gets each step", () => canary(fleet, null)],
  ];
  for (const [title, act] of parts) {
    const faults = await act().catch((error: unknown) => [
      error instanceof Error ? [error.message, error.cause].filter(Boolean).join(": ") : String(error),
    ]);
    tally.note(`${place}: ${title}`, faults);
  }
}
