import { CATALOGUE } from "#checks/catalogue.js";
import { companionId } from "#runs/id.js";
import type { RunAnswer } from "#verdict/answer.js";
import type { SentryFacts } from "@/local/stack";

/** What was seen of one part of the soak: how many things held, and what did not. */
export class Tally {
  passed = 0;
  readonly failures: string[] = [];
  constructor(readonly name: string) {}

  note(ok: boolean, failure: string): void {
    if (ok) this.passed += 1;
    else {
      this.failures.push(failure);
      console.error(`✗ ${this.name}: ${failure}`);
    }
  }
}

async function isStored({ url, org, project, token }: SentryFacts, eventId: string): Promise<boolean> {
  const response = await fetch(`${url}/api/0/projects/${org}/${project}/events/${eventId}/`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await response.body?.cancel();
  if (response.status !== 200 && response.status !== 404)
    throw new Error(`the local Sentry answered ${response.status} for an event`);
  return response.status === 200;
}

/**
 * Null where the verdict agrees with what Sentry holds, asked by this program and not by the app: a pass whose
 * event is not there, or whose ignored error is, is a false one.
 */
export async function falsePass(run: RunAnswer, sentry: SentryFacts): Promise<string | null> {
  if (run.verdict !== "pass" && run.verdict !== "warn") return null;
  const check = CATALOGUE.find((one) => one.name === run.check);
  if (!check) return `${run.id}: there is no check ${run.check}`;
  for (const { role, expect } of check.parts) {
    const stored = await isStored(sentry, role === "main" ? run.id : companionId(run.id, role));
    if (stored !== (expect === "stored"))
      return `${run.check} ${run.id} passes, and its ${role} is ${stored ? "stored" : "lost"}`;
  }
  return null;
}

/** The same numbers for the same seed (mulberry32), so that a soak can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pause = (ms: number): Promise<void> => new Promise((over) => setTimeout(over, ms));

/** Whether the condition came to hold within `ms`; one that throws does not hold: an instance may be dying. */
export async function eventually(ms: number, holds: () => Promise<boolean>): Promise<boolean> {
  for (const until = Date.now() + ms; ; ) {
    if (await holds().catch(() => false)) return true;
    if (Date.now() >= until) return false;
    await pause(100);
  }
}
