import type { StoredSpan } from "#verdict/evidence/stored-span.js";
import {
  type Discard,
  type DiscardCategory,
  type Found,
  type Reader,
  type Traced,
  Unreadable,
} from "./reader.js";

/** Ids in one search: Sentry limits a query to 4,000 characters, an id needs about 50. */
const MAX_IDS = 20;
/** From this many open questions on, one search first tells which events are worth fetching. */
const SEARCH_FROM = 3;
/** A pause that Sentry asks for is waited out up to this long; a longer one is an answer. */
const PATIENCE_MS = 5_000;

export interface Question {
  eventId: string;
  /** When its run was fired, milliseconds since the epoch. */
  since: number;
  /** Already read back: only the count is wanted. */
  found: boolean;
  /** Ask both by id and by message, so that "nothing" is proven. */
  thorough: boolean;
}

export interface Look {
  found: Found | null;
  /** Events that name the id; undefined: not asked; null: this backend cannot search. */
  count: number | null | undefined;
  /** The event with this very id is among them; undefined where nothing was counted. */
  own?: boolean;
}

interface Pending {
  question: Question;
  answer: Look;
  failure: unknown;
  settle: () => void;
}

/**
 * All look-ups of this process, one after another; those of one moment share searches. The readers' requests wait
 * for their part of the budget by themselves.
 */
export class LookUpQueue {
  #pending: Pending[] = [];
  #working = false;
  #notBefore = 0;
  #whyPaused: Unreadable | null = null;

  constructor(private readonly reader: Reader) {}

  /** Looks an event up. Rejects with `Unreadable`. */
  look(question: Question): Promise<Look> {
    return new Promise((resolve, reject) => {
      const pending: Pending = {
        question,
        answer: { found: null, count: undefined },
        failure: null,
        settle: () => (pending.failure === null ? resolve(pending.answer) : reject(pending.failure)),
      };
      this.#pending.push(pending);
      if (!this.#working) void this.#work();
    });
  }

  /** Lists a trace's events. Rejects with `Unreadable`. */
  onTrace(traceId: string, since: number): Promise<readonly Traced[] | null> {
    return this.#alone(() => this.reader.onTrace(traceId, since));
  }

  /** What the backend discarded since then. Rejects with `Unreadable`. */
  discards(since: number, category: DiscardCategory): Promise<readonly Discard[] | null> {
    return this.#alone(() => this.reader.discards(since, category));
  }

  /** Lists a run's spans. Rejects with `Unreadable`. */
  spans(traceId: string, runId: string | null, since: number): Promise<readonly StoredSpan[] | null> {
    return this.#alone(() => this.reader.spans(traceId, runId, since));
  }

  /** A question that shares nothing with others, but waits for the same pause. */
  async #alone<T>(ask: () => Promise<T | null>): Promise<T | null> {
    let told: T | null = null;
    const failure = await this.#attempt(async () => {
      told = await ask();
    });
    if (failure !== null) throw failure;
    return told;
  }

  async #work(): Promise<void> {
    this.#working = true;
    try {
      while (this.#pending.length > 0) {
        const batch = this.#pending.splice(0, MAX_IDS);
        await this.#answer(batch);
        for (const one of batch) one.settle();
      }
    } finally {
      this.#working = false;
    }
  }

  async #answer(batch: Pending[]): Promise<void> {
    const searched = batch.length >= SEARCH_FROM ? await this.#count(batch) : undefined;
    let silence = isSilence(searched) ? searched : null;
    for (const one of batch) {
      const { question, answer } = one;
      const pointless = !question.thorough && answer.count === 0;
      if (question.found || pointless) continue;
      // Who waited in vain for one answer would wait as long for each of the others.
      one.failure =
        silence ??
        (await this.#attempt(async () => {
          answer.found = await this.reader.find(question.eventId, question.since);
        }));
      if (isSilence(one.failure)) silence = one.failure;
    }
    const uncounted = batch.filter(
      ({ question, answer, failure }) =>
        failure === null &&
        answer.count === undefined &&
        (question.found || question.thorough || answer.found),
    );
    if (uncounted.length === 0) return;
    // One failed search a batch: a second one would fail as well, and cost a token.
    const failure = searched ?? (await this.#count(uncounted));
    // It spoils only the questions that need it: an event found by id stays found.
    for (const one of uncounted) if (!one.answer.found) one.failure = failure;
  }

  /** Counts events for all of them in one search; resolves to what was in the way, or null. */
  #count(batch: Pending[]): Promise<unknown> {
    return this.#attempt(async () => {
      const ids = batch.map((one) => one.question.eventId);
      const counts = await this.reader.count(ids, Math.min(...batch.map((one) => one.question.since)));
      for (const { answer, question } of batch) {
        const counted = counts?.get(question.eventId);
        answer.count = counts === null ? null : (counted?.events ?? 0);
        if (counted) answer.own = counted.own;
      }
    });
  }

  /** Asks once no pause is in the way; resolves to what was in the way, or null. */
  async #attempt(ask: () => Promise<void>): Promise<unknown> {
    try {
      await this.#pause();
      await ask();
      return null;
    } catch (error) {
      if (Unreadable.is(error) && error.retryAfterMs !== null) {
        this.#notBefore = Math.max(this.#notBefore, Date.now() + error.retryAfterMs);
        this.#whyPaused = error;
      }
      return error;
    }
  }

  async #pause(): Promise<void> {
    for (;;) {
      const paused = this.#notBefore - Date.now();
      if (paused <= 0) return;
      if (paused > PATIENCE_MS && this.#whyPaused) throw stillPaused(this.#whyPaused);
      await new Promise((resolve) => setTimeout(resolve, paused));
    }
  }
}

const isSilence = (failure: unknown): boolean => Unreadable.is(failure) && failure.why === "timeout";

const stillPaused = ({ why, status, detail }: Unreadable) => new Unreadable(why, status, detail);
