import { hasCode } from "#state/coded-error.js";
import type { ReadFailure } from "#verdict/evidence/kinds.js";
import type { StoredEvent } from "#verdict/evidence/stored-event.js";
import type { StoredSpan } from "#verdict/evidence/stored-span.js";

/** The backend could not be asked, or did not answer the question. */
export class Unreadable extends Error {
  override name = "Unreadable";
  readonly code = "Unreadable";
  constructor(
    readonly why: ReadFailure,
    readonly status: number | null,
    readonly detail: string,
    /** Milliseconds that the backend asked us to wait. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(`${why}: ${detail}`);
  }

  static is(error: unknown): error is Unreadable {
    return hasCode(error, "Unreadable");
  }
}

export interface Found {
  event: StoredEvent;
  /** The backend's clock minus ours; null when it does not say. */
  clockSkewMs: number | null;
}

/** Errors, or spans, of the project that the backend discarded for one reason, by its own statistics. */
export interface Discard {
  /** evicted: the project holds as many events as it keeps, so that each new one removes another. */
  outcome: "filtered" | "rate_limited" | "invalid" | "evicted";
  reason: string;
  count: number;
}

/** An event as a search lists it. */
export interface Traced {
  eventId: string;
  title: string;
}

/** What a search for an id in messages found. */
export interface Counted {
  events: number;
  /** The event with this very id is among them. */
  own: boolean;
}

/** What a backend counts apart: each has a quota, and limits, of its own. */
export type DiscardCategory = "error" | "span";

/**
 * Reads stored events back from one kind of backend. Every method rejects with `Unreadable`. `since` is when the
 * oldest run that is asked about was fired, milliseconds since the epoch: nothing older is of interest.
 */
export interface Reader {
  /** The project's slug, once the backend has said it; only some have one. */
  readonly slug?: string | null;
  /** The event, or null when the backend, read with a token that may read the project, does not have it. */
  find(eventId: string, since: number): Promise<Found | null>;
  /** The error events on a trace, at least those of the last day; null when this backend cannot search. */
  onTrace(traceId: string, since: number): Promise<readonly Traced[] | null>;
  /** How many events name each id in their message; null when this backend cannot search. */
  count(eventIds: readonly string[], since: number): Promise<ReadonlyMap<string, Counted> | null>;
  /** What was discarded since the hour of `since`; null where the backend, or the token, does not tell. */
  discards(since: number, category: DiscardCategory): Promise<readonly Discard[] | null>;
  /**
   * All spans on a trace, at least those of the last day; null when this backend keeps none that could be searched.
   * @param runId only those that carry this run's id; null: all of them
   */
  spans(traceId: string, runId: string | null, since: number): Promise<readonly StoredSpan[] | null>;
}

/** Where a reader looks, and with what. */
export interface ReaderSettings {
  /** Base address of the backend, e.g. `https://sentry.io`. */
  url: string;
  /** Its slug; null where SENTRY_ORG is not set, which only some backends can do without. */
  organisation: string | null;
  /** The DSN's numeric project id. */
  project: string;
  /** The DSN's public key. */
  key: string;
  token: string;
  /** The DSN's host, with its port. */
  dsnHost?: string;
  /** The DSN's host, where nobody said that events sent there are read at `url`: nothing is read then. */
  unnamed?: string | null;
  /** Whom to ask in that case what it is: the DSN's own server, whose pages remedies then name. */
  dsnBase?: string;
}
