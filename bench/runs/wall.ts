import { DEFAULT_CHECKS } from "#checks/catalogue.js";
import { HealthAnswerSchema } from "#verdict/answer.js";
import type { Stack } from "@/local/stack";
import { type Figure, figure } from "../figure";
import { control } from "./lag";

const GOAL_S = 4;
const ROUNDS = 12;
/** Inngest calls a function that failed again after so long: the local one as well. */
const RETRY_MS = 1_000;
const OURS_MS = 150;

/** The four checks by one `verify`, from the request to the answer; absence has to be proven as well. */
export async function wall(stack: Stack): Promise<Figure[]> {
  const samples: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) samples.push(await once(stack));
  // Stored at once: what is left beside the retry is what Roundtrip and the app take.
  await control(stack, "delay", { ms: 0 });
  const stored: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) stored.push((await once(stack)) * 1_000 - RETRY_MS);
  await fetch(`${stack.sentry.url}/_control/reset`, { method: "POST" });
  return [
    figure("  without the delay of storing and Inngest's retry", "ms", stored, OURS_MS),
    figure(`the ${DEFAULT_CHECKS.length} checks, absence included`, "s", samples, GOAL_S),
  ];
}

async function once(stack: Stack): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${stack.url}/api/health/sentry/verify`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
    body: "{}",
  });
  const answer = HealthAnswerSchema.parse(await response.json());
  if (answer.status !== "pass") throw new Error(`the checks do not pass: ${JSON.stringify(answer.checks)}`);
  return (performance.now() - began) / 1000;
}
