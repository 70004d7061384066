/**
 * Whether an error is ours, of that code. Never by `instanceof`: Next.js bundles a class several times, and what bundles
 * share throws its own.
 */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
