import { z } from "zod";
import { RunAnswerSchema } from "#verdict/answer.js";
import type { Stack } from "@/local/stack";
import { type Figure, figure } from "../figure";
import { quantile } from "../statistics";

const GOAL_MS = 250;
/** From accepted to readable: what the stand-in does by itself, and a second, as Sentry often needs. */
const DELAYS: readonly { ms: number; goal: number | null; rounds: number }[] = [
  { ms: 150, goal: GOAL_MS, rounds: 40 },
  { ms: 1_000, goal: null, rounds: 20 },
];

/** As LOOKUPS_PER_SECOND is by default. */
const LOOKUPS_PER_SECOND = 5;
const RANDOM = { from: 50, to: 3_000, rounds: 60, goal: 1.3 } as const;

const EventsSchema = z.array(
  z.object({ receivedAt: z.iso.datetime(), event: z.looseObject({ event_id: z.string() }) }),
);

/** From the moment an event can be read back to the verdict, one run in flight at a time. */
export async function lag(stack: Stack): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { ms, goal, rounds } of DELAYS) {
    await control(stack, "delay", { ms });
    const samples: number[] = [];
    for (let i = 0; i < rounds; i += 1) samples.push(await lagOf(stack, ms));
    const what = `from readable to verdict, readable after ${ms} ms`;
    figures.push(
      figure(`${what}: p95`, "ms", samples, goal, quantile(samples, 0.95)),
      figure("  median", "ms", samples),
    );
  }
  figures.push(...(await atRandom(stack)));
  await fetch(`${stack.sentry.url}/_control/reset`, { method: "POST" });
  return figures;
}

/**
 * Whoever may look so many times a second, evenly, sees an event after half a pause on average, and 95 of 100 within 95 %
 * of a pause, besides what a look takes: no other way of looking can be sooner for an event that comes at any time.
 */
async function atRandom(stack: Stack): Promise<Figure[]> {
  const samples: number[] = [];
  for (let n = 0; n < RANDOM.rounds; n += 1) {
    const ms = Math.round(RANDOM.from + Math.random() * (RANDOM.to - RANDOM.from));
    await control(stack, "delay", { ms });
    samples.push(await lagOf(stack, ms));
  }
  const floor = (0.95 * 1_000) / LOOKUPS_PER_SECOND;
  const what = `from readable to verdict, readable after ${RANDOM.from} to ${RANDOM.to} ms`;
  const p95 = quantile(samples, 0.95);
  return [
    figure(`${what}: p95 / the floor's`, "ratio", [p95 / floor], RANDOM.goal),
    figure("  p95", "ms", samples, null, p95),
    figure(`  floor by ${LOOKUPS_PER_SECOND} look-ups a second: p95`, "ms", [floor]),
  ];
}

export async function control(stack: Stack, verb: string, body: unknown): Promise<void> {
  const headers = { "content-type": "application/json" };
  const init = { method: "PUT", headers, body: JSON.stringify(body) };
  const response = await fetch(`${stack.sentry.url}/_control/${verb}`, init);
  if (!response.ok) throw new Error(`${verb}: ${response.status} ${await response.text()}`);
}

async function lagOf(stack: Stack, delayMs: number): Promise<number> {
  const headers = { authorization: `Bearer ${stack.token}` };
  const fired = await fetch(`${stack.url}/api/health/sentry`, { headers });
  await fired.body?.cancel();
  const id = fired.headers.get("x-check-run");
  const answer = await fetch(`${stack.url}/api/health/sentry/runs/${id}?wait=30`, { headers });
  const run = RunAnswerSchema.parse(await answer.json());
  if (run.verdict !== "pass" || !run.decidedAt) throw new Error(`${run.verdict}: ${run.cause?.summary}`);
  const events = EventsSchema.parse(
    await (await fetch(`${stack.sentry.url}/_control/events?limit=5`)).json(),
  );
  const stored = events.find((one) => one.event.event_id === id);
  if (!stored) throw new Error(`the local Sentry does not hold ${id}`);
  return Date.parse(run.decidedAt) - (Date.parse(stored.receivedAt) + delayMs);
}
