import { DEFAULT_CHECKS } from "#checks/catalogue.js";
import { HealthAnswerSchema } from "#verdict/answer.js";
import type { Stack } from "@/local/stack";
import { type Figure, figure } from "./figure";

const GOAL_S = 4;
const ROUNDS = 12;

/** The four checks by one `verify`, from the request to the answer; absence has to be proven as well. */
export async function wall(stack: Stack): Promise<Figure[]> {
  const samples: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) samples.push(await once(stack));
  return [figure(`the ${DEFAULT_CHECKS.length} checks, absence included`, "s", samples, GOAL_S)];
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
