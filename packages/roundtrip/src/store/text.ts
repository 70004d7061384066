import { z } from "zod";
import { CauseSchema, VerdictSchema } from "#verdict/answer.js";
import { type Evidence, EvidenceSchema } from "#verdict/evidence/kinds.js";
import { RunSchema } from "#verdict/run.js";
import type { Decision, RunSummary } from "./runs.js";

// The stores import this file when they first read a run, and not before: to open them and to look for open runs takes no parser.

const DecisionSchema = z.object({
  verdict: VerdictSchema,
  cause: CauseSchema.nullable(),
  decidedAt: z.number(),
  revisedAt: z.number(),
  changedAt: z.number().optional(),
  latencyMs: z.number().nullable(),
});

function parsed<T>(schema: z.ZodType<T>, text: unknown): T | null {
  try {
    return schema.safeParse(JSON.parse(String(text))).data ?? null;
  } catch {
    return null;
  }
}

/**
 * Evidence as it was written. What another version of the app wrote and this one does not know is left out:
 * that costs an explanation, and two versions share a store during every deployment.
 */
export const evidenceOf = (texts: readonly unknown[]): Evidence[] =>
  texts.map((text) => parsed(EvidenceSchema, text)).filter((one) => one !== null);

/** A decision as it was written; null where there is none, or none that this version can read. */
export const decisionOf = (text: unknown): Decision | null =>
  text == null ? null : parsed(DecisionSchema, text);

/**
 * A run with its decision; null where there is none. One that this version cannot read is an error, and not
 * nothing: the version that wrote it is still following it.
 */
export function summaryOf(body: unknown, decision: unknown): RunSummary | null {
  if (body == null) return null;
  const run = parsed(RunSchema, body);
  if (!run) throw new Error("a run in the store was written by another version of this app");
  return { run, decision: decisionOf(decision) };
}

/** Those of several that this version can read. */
export function readable(read: readonly (() => RunSummary | null)[]): RunSummary[] {
  return read.flatMap((one) => {
    try {
      return one() ?? [];
    } catch {
      return [];
    }
  });
}
