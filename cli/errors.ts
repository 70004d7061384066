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

  constructor(message: string, { again = false, retryAfterMs = null as number | null } = {}) {
    super(message);
    this.again = again;
    this.retryAfterMs = retryAfterMs;
  }
}
