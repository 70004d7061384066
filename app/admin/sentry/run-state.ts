import type { RunAnswer, Verdict } from "@/checks/answer";

/** Something that kept the page from firing or following a run; it says nothing about Sentry. */
export interface Trouble {
  title: string;
  detail: string;
  /** The session has ended: only signing in again helps. */
  signIn: boolean;
}

/** One check on the page. `run` is the run's id; a stale answer is older than a verdict may be. */
export type CheckState =
  | { phase: "idle" }
  | { phase: "firing" }
  | { phase: "following"; run: string; answer: RunAnswer | null }
  | { phase: "decided"; run: string; answer: RunAnswer; stale: boolean }
  | { phase: "troubled"; run: string | null; answer: RunAnswer | null; trouble: Trouble };

export interface PageState {
  checks: Readonly<Record<string, CheckState>>;
  /** Sentences for the live region, newest last. */
  announcements: readonly { id: number; text: string }[];
}

export type PageAction =
  | { type: "fire"; check: string }
  | { type: "fired"; check: string; run: string }
  | { type: "answered"; check: string; title: string; answer: RunAnswer }
  | { type: "troubled"; check: string; title: string; trouble: Trouble }
  /** What an earlier visit left: shown only where nothing newer happens. */
  | { type: "recalled"; check: string; answer: RunAnswer; stale: boolean }
  | { type: "resume"; check: string };

const IDLE: CheckState = { phase: "idle" };
const ANNOUNCEMENTS_KEPT = 8;

export const initialState: PageState = { checks: {}, announcements: [] };

export const stateOf = (state: PageState, check: string): CheckState => state.checks[check] ?? IDLE;

export const isBusy = (one: CheckState): boolean => one.phase === "firing" || one.phase === "following";

/** The newest answer known of a check, whatever happens to it now. */
export const answerOf = (one: CheckState): RunAnswer | null => ("answer" in one ? one.answer : null);

/** All that can happen to the page. An action that does not fit the present state changes nothing. */
export function reduce(state: PageState, action: PageAction): PageState {
  const present = stateOf(state, action.check);
  const become = (next: CheckState): PageState => ({
    ...state,
    checks: { ...state.checks, [action.check]: next },
  });
  switch (action.type) {
    case "fire":
      return isBusy(present) ? state : become({ phase: "firing" });
    case "fired":
      return present.phase === "firing"
        ? become({ phase: "following", run: action.run, answer: null })
        : state;
    case "answered": {
      const { answer } = action;
      if (present.phase !== "following" || present.run !== answer.id) return state;
      if (answer.verdict === "pending") return become({ ...present, answer });
      const next = become({ phase: "decided", run: present.run, answer, stale: false });
      return announce(next, verdictSentence(action.title, answer));
    }
    case "troubled": {
      if (!isBusy(present)) return state;
      const run = present.phase === "following" ? present.run : null;
      const next = become({ phase: "troubled", run, answer: answerOf(present), trouble: action.trouble });
      return announce(next, `${action.title}: ${action.trouble.title}`);
    }
    case "recalled": {
      const { answer, stale } = action;
      if (present.phase !== "idle") return state;
      if (answer.verdict === "pending") return become({ phase: "following", run: answer.id, answer });
      return become({ phase: "decided", run: answer.id, answer, stale });
    }
    case "resume":
      return present.phase === "troubled" && present.run !== null
        ? become({ phase: "following", run: present.run, answer: present.answer })
        : state;
  }
}

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
export function verdictSentence(title: string, answer: RunAnswer): string {
  const why = answer.cause ? ` ${answer.cause.summary}` : "";
  return `${title} ${SPOKEN[answer.verdict]}.${why}`;
}
