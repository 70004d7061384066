import type { Cause, RunAnswer, Verdict } from "#verdict/answer.js";
import type { Trouble } from "./trouble.js";

/** What the app says of a run that itself could not be read. */
export interface Said {
  verdict: Verdict;
  cause: Cause | null;
  /** Why, in one text; empty for a plain pass. */
  output: string;
}

/** A check of which nothing is awaited; `trouble` kept the page from firing it anew. */
export type Settled =
  | { phase: "idle"; trouble: Trouble | null }
  /** A stale answer is older than a verdict may be. */
  | { phase: "decided"; run: string; answer: RunAnswer; stale: boolean; trouble: Trouble | null }
  /** There is a run, and the page could not follow it to its verdict. */
  | { phase: "lost"; run: string; answer: RunAnswer | null; said: Said | null; trouble: Trouble };

/** One check on the page. `run` is the run's id. */
export type CheckState =
  | Settled
  /** `before` comes back when nothing is fired. */
  | { phase: "firing"; before: Settled }
  | { phase: "following"; run: string; answer: RunAnswer | null };

export interface PageState {
  checks: Readonly<Record<string, CheckState>>;
  /** Whether it is known what the app says of runs before this visit. */
  memory: "asking" | "read" | "unread";
  /** What concerns every check alike, until somebody tries again. */
  notice: Trouble | null;
  /** Sentences for the live region, newest last. */
  announcements: readonly { id: number; text: string }[];
}

type CheckAction =
  | { type: "fire"; check: string }
  | { type: "fired"; check: string; run: string }
  | { type: "answered"; check: string; title: string; answer: RunAnswer }
  | { type: "troubled"; check: string; title: string; trouble: Trouble }
  /** What an earlier visit left: shown only where nothing newer happens. */
  | { type: "recalled"; check: string; answer: RunAnswer; stale: boolean }
  | { type: "missed"; check: string; run: string; said: Said | null; trouble: Trouble }
  | { type: "resume"; check: string };
export type PageAction = CheckAction | { type: "remembered"; trouble: Trouble | null };

const IDLE: Settled = { phase: "idle", trouble: null };
const ANNOUNCEMENTS_KEPT = 8;

export const initialState: PageState = { checks: {}, memory: "asking", notice: null, announcements: [] };

export const stateOf = (state: PageState, check: string): CheckState => state.checks[check] ?? IDLE;

export const isBusy = (one: CheckState): one is Exclude<CheckState, Settled> =>
  one.phase === "firing" || one.phase === "following";

/** The newest answer known of a check, whatever happens to it now. */
export const answerOf = (one: CheckState): RunAnswer | null => ("answer" in one ? one.answer : null);

/** All that can happen to the page. An action that does not fit the present state changes nothing. */
export function reduce(state: PageState, action: PageAction): PageState {
  if (action.type === "remembered") {
    const { trouble } = action;
    return { ...state, memory: trouble ? "unread" : "read", notice: state.notice ?? trouble };
  }
  const present = stateOf(state, action.check);
  const next = after(present, action);
  if (next === null) return state;
  const become = { ...state, checks: { ...state.checks, [action.check]: next } };
  switch (action.type) {
    // Who tries again knows what was said, and is told anew if it is still so.
    case "fire":
    case "resume":
      return { ...become, notice: null };
    case "missed":
      return action.trouble.everywhere ? { ...become, notice: action.trouble } : become;
    case "troubled":
      return action.trouble.everywhere
        ? { ...become, notice: action.trouble }
        : announce(become, `${action.title}: ${action.trouble.title}`);
    case "answered":
      return next.phase === "decided"
        ? announce(become, verdictSentence(action.title, action.answer))
        : become;
    default:
      return become;
  }
}

/** What becomes of one check; null where the action does not fit it. */
function after(present: CheckState, action: CheckAction): CheckState | null {
  switch (action.type) {
    case "fire":
      return isBusy(present) ? null : { phase: "firing", before: present };
    case "fired":
      return present.phase === "firing" ? { phase: "following", run: action.run, answer: null } : null;
    case "answered": {
      const { answer } = action;
      if (present.phase !== "following" || present.run !== answer.id) return null;
      if (answer.verdict === "pending") return { ...present, answer };
      return { phase: "decided", run: present.run, answer, stale: false, trouble: null };
    }
    case "troubled":
      if (present.phase === "firing") return notFired(present.before, action.trouble);
      return present.phase === "following"
        ? { ...present, phase: "lost", said: null, trouble: action.trouble }
        : null;
    case "recalled": {
      const { answer, stale } = action;
      if (present.phase !== "idle") return null;
      if (answer.verdict === "pending") return { phase: "following", run: answer.id, answer };
      return { phase: "decided", run: answer.id, answer, stale, trouble: null };
    }
    case "missed": {
      const { run, said, trouble } = action;
      return present.phase === "idle" ? { phase: "lost", run, answer: null, said, trouble } : null;
    }
    case "resume":
      return present.phase === "lost"
        ? { phase: "following", run: present.run, answer: present.answer }
        : null;
  }
}

/** What was shown stays, with what is the matter unless that is said of the whole page. */
const notFired = (before: Settled, trouble: Trouble): Settled =>
  trouble.everywhere ? before : { ...before, trouble };

function announce(state: PageState, text: string): PageState {
  const id = (state.announcements.at(-1)?.id ?? 0) + 1;
  return { ...state, announcements: [...state.announcements, { id, text }].slice(-ANNOUNCEMENTS_KEPT) };
}

const SPOKEN: Readonly<Record<Verdict, string>> = {
  pending: "still on its way",
  pass: "passes",
  warn: "passes with a warning",
  fail: "fails",
  unknown: "is not proven",
};

/** A verdict as one spoken sentence. */
function verdictSentence(title: string, answer: RunAnswer): string {
  const why = answer.cause ? ` ${answer.cause.summary}` : "";
  return `${title} ${SPOKEN[answer.verdict]}.${why}`;
}
