import { z } from "zod";
import { RunAnswerSchema } from "#verdict/answer.js";
import type { Stack } from "@/local/stack";
import { type Figure, figure } from "./figure";
import { quantile } from "./statistics";

const GOAL_MS = 250;
/** From accepted to readable: what the stand-in does by itself, and a second, as Sentry often needs. */
const DELAYS: readonly { ms: number; goal: number | null; rounds: number }[] = [
  { ms: 150, goal: GOAL_MS, rounds: 40 },
  { ms: 1_000, goal: null, rounds: 20 },
];

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
  await fetch(`${stack.sentry.url}/_control/reset`, { method: "POST" });
  return figures;
}

async function control(stack: Stack, verb: string, body: unknown): Promise<void> {
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
