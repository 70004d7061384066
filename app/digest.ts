/** The number under which the server logged and reported an error; null for the browser's own errors. */
export const digestOf = (error: unknown): string | null =>
  typeof error === "object" && error !== null && "digest" in error && typeof error.digest === "string"
    ? error.digest
    : null;
