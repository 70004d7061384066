import { hasCode } from "#state/coded-error.js";

/** The database is another app's: two in one would follow, judge and show each other's runs. */
export class StoreTaken extends Error {
  override name = "StoreTaken";
  readonly code = "StoreTaken";
  constructor(readonly owner: string) {
    super(`the database at STORE_URL keeps the runs of another app, ${owner}`);
  }

  static is(error: unknown): error is StoreTaken {
    return hasCode(error, "StoreTaken");
  }
}

/** The app whose database it is, where that is why a store could not be used; null: it was something else. */
export function ownerIn(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null;
  return StoreTaken.is(cause) ? cause.owner : null;
}
