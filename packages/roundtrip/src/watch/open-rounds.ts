import { z } from "zod";
import { runningAs } from "#sentry/sdk/state/running.js";
import { CauseSchema, VerdictSchema } from "#verdict/answer.js";
import { outbox } from "./alerts.js";
import type { Round, RoundSeen } from "./round.js";

/** Several processes that change one record at once are done after as many turns. */
const MOST_CHANGES = 20;

const WatchedSchema = z.object({
  check: z.string(),
  run: z.string().nullable(),
  firedAt: z.number(),
  release: z.string(),
  verdict: VerdictSchema,
  cause: CauseSchema.nullable(),
  looks: z.object({ count: z.number(), lastAt: z.number() }),
  sleepMs: z.number().nullable(),
  noted: z.string().nullable(),
});
const OpenRoundSchema = z.object({
  id: z.string(),
  /** When it is to be looked at, milliseconds since the epoch on the store's clock; whoever is at it has put it off. */
  dueAt: z.number(),
  round: z.object({
    watched: z.array(WatchedSchema),
    beat: z.enum(["start", "pass", "fail"]),
    beatFailures: z.number(),
  }),
});
const OpenRoundsSchema = z.object({
  /** When the newest round began. */
  calledAt: z.number(),
  open: z.array(OpenRoundSchema),
});

/** A round of which something may still be learnt. */
export interface OpenRound {
  id: string;
  dueAt: number;
  round: Round;
}
interface OpenRounds {
  calledAt: number;
  open: readonly OpenRound[];
}

/** Beside the states of the checks, whose keys have two parts. */
const keyOf = () => JSON.stringify([runningAs().environment, "", "rounds"]);

const NONE: OpenRounds = { calledAt: 0, open: [] };

async function read(): Promise<{ version: number; kept: OpenRounds }> {
  const record = await outbox().record(keyOf());
  // Another version of this app may have written what this one cannot read.
  return { version: record?.version ?? 0, kept: OpenRoundsSchema.safeParse(record?.body).data ?? NONE };
}

/** @param edit gives null where nothing is to be changed. Rejects with StoreDown: trying again helps. */
async function change(edit: (kept: OpenRounds) => OpenRounds | null): Promise<void> {
  for (let turn = 0; turn < MOST_CHANGES; turn += 1) {
    const { version, kept } = await read();
    const next = edit(kept);
    if (!next || (await outbox().change(keyOf(), version, next, []))) return;
  }
  throw new Error("the open rounds could not be noted: others change them all the time");
}

/** The rounds that a scheduler began in this environment, and when the newest did; null: none ever did. */
export async function openRounds(): Promise<OpenRounds | null> {
  const { kept } = await read();
  return kept.calledAt === 0 ? null : kept;
}

/** Keeps a round before anything is fired, so that a process that dies leaves it to the next. */
export const noteRound = (one: OpenRound, calledAt: number): Promise<void> =>
  change((kept) => ({ calledAt: Math.max(kept.calledAt, calledAt), open: [...kept.open, one] }));

/** Takes the rounds that are due at `now`: nobody else looks at them for `leaseMs`. */
export async function takeDue(now: number, leaseMs: number): Promise<OpenRound[]> {
  let taken: OpenRound[] = [];
  await change((kept) => {
    taken = kept.open.filter(({ dueAt }) => dueAt <= now);
    if (taken.length === 0) return null;
    const open = kept.open.map((one) => (one.dueAt <= now ? { ...one, dueAt: now + leaseMs } : one));
    return { ...kept, open };
  });
  return taken;
}

/** What a round has come to: it is due again when it says so, and forgotten once it is over. */
export const keepRound = (id: string, { round, sleepMs }: RoundSeen, now: number): Promise<void> =>
  change((kept) => ({
    ...kept,
    open: kept.open.flatMap((one) => {
      if (one.id !== id) return [one];
      return sleepMs === null ? [] : [{ id, round, dueAt: now + sleepMs }];
    }),
  }));
