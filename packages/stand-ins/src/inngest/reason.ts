import { z } from "zod";

const codeSchema = z.looseObject({ code: z.string() });

/** Why a fetch failed, in a few words: the system's code (ECONNREFUSED) where there is one. */
export function fetchFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "it took too long";
  const code = codeSchema.safeParse(error.cause).data?.code;
  return code ?? (error.cause instanceof Error ? error.cause.message : error.message);
}
