/**
 * No verdict could be had: bad arguments, nobody there, no access, or not a Roundtrip server (exit 2).
 * The message is one line that names the field and the remedy, and never holds the token.
 */
export class CannotRun extends Error {
  override readonly name = "CannotRun";
  /** False when asking again cannot help. */
  readonly again: boolean;
  /** How long the server asks us to stay away, in milliseconds. */
  readonly retryAfterMs: number | null;

  /** True when what was in the way may be gone in a moment. */
  readonly soon: boolean;

  constructor(message: string, { again = false, soon = false, retryAfterMs = null as number | null } = {}) {
    super(message);
    this.again = again;
    this.soon = soon;
    this.retryAfterMs = retryAfterMs;
  }
}
