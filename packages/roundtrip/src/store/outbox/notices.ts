import { type Notice, NoticeSchema } from "#verdict/alerts/notice.js";
import { type AlertState, AlertStateSchema } from "#verdict/alerts/state.js";

/** What is known of a check's alerts, with the number of its last write. */
export interface Kept {
  version: number;
  /** Null: another version of this app wrote it, so that what fails is told once more. */
  state: AlertState | null;
}

/** A notice that has not been delivered. */
export interface Waiting {
  notice: Notice;
  /** How often its delivery was begun. */
  attempts: number;
  /** When it is to be tried (again), milliseconds since the epoch on the store's clock. */
  dueAt: number;
  /** Why the last delivery failed; null: none has. */
  failure: string | null;
}

/**
 * Where alerts wait until they are delivered, beside the runs. Every method rejects with `StoreDown` when the store
 * cannot be reached. Whoever changes a state puts what must be told into the outbox with the same write, so that a
 * change is told once although several processes see it, and never forgotten.
 */
export interface Outbox {
  state(key: string): Promise<Kept | null>;
  /** What was kept under a key that is no check's, with the number of its last write; null: nothing was. */
  record(key: string): Promise<{ version: number; body: unknown } | null>;
  /**
   * Keeps a state or a record, and puts the notices into the outbox, due at once.
   * @param version of the state that was read; 0: there was none
   * @returns false, and nothing is kept, when somebody else has changed it since
   */
  change(key: string, version: number, state: object, notices: readonly Notice[]): Promise<boolean>;
  /** What waits of one environment, oldest first: others that share the store deliver their own. */
  waiting(environment: string, limit: number): Promise<Waiting[]>;
  /** Begins a delivery: false when somebody else has since `attempts` was read. Due again at `dueAt` if it dies. */
  take(id: string, attempts: number, dueAt: number): Promise<boolean>;
  /** The delivery that was begun as number `attempts` has failed. */
  postpone(id: string, attempts: number, dueAt: number, failure: string): Promise<void>;
  remove(id: string): Promise<void>;
  close(): Promise<void>;
}

export const stateOf = (body: unknown): AlertState | null => AlertStateSchema.safeParse(body).data ?? null;

/** Null for what this version cannot read. */
export const noticeIn = (text: unknown): Notice | null => NoticeSchema.safeParse(jsonOf(text)).data ?? null;

export function jsonOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
