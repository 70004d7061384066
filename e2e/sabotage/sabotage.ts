import type { StageName, Verdict } from "#verdict/answer.js";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import { BROWSER_CHECK, type Tamper } from "./browser";
import type { Ground } from "./ground";

/** What a check must say about itself; a plain pass has neither stage nor cause. */
export interface Expected {
  verdict: Verdict;
  stage: StageName | null;
  cause: CauseCode | null;
  /** A remark that must stand beside the cause. */
  remark?: CauseCode;
}
export type Expectations = Readonly<Record<string, Expected>>;

type Env = Readonly<Record<string, string | undefined>>;

/** One round of a sabotage: break something, fire checks, read their verdicts. */
export interface Step {
  break?: (ground: Ground) => Promise<unknown>;
  /** What `verify` is told to expect of stored events. */
  expect?: { release?: string; environment?: string };
  checks: Expectations;
  /** What is done to the page before the browser raises the errors of its check, which `verify` cannot fire. */
  browser?: Tamper;
  /** `verify` itself must answer with a problem: nothing could even be fired. */
  refused?: { status: number; says: RegExp };
  /** Takes the place of firing through `verify`: answers the id of each check's run. */
  fire?: (ground: Ground) => Promise<Record<string, string>>;
  /** Done once the first verdicts are in; `later` says what they must become. */
  afterwards?: (ground: Ground, runs: Readonly<Record<string, string>>) => Promise<unknown>;
  later?: Expectations;
}

/** A finding of the doctor, and the line that it says to change. */
export interface Finds {
  code: string;
  change: RegExp;
}
/**
 * What the doctor says before anything is fired: these findings, and no other that warns or fails; that all is well; or
 * nothing, since what is broken shows only once an error is raised.
 */
export type DoctorSays = Finds | readonly Finds[] | "well" | "only by firing";

export interface Breakage {
  /** What is broken, as the beginning of a sentence. */
  when: string;
  doctor?: DoctorSays;
  /** Variables of the app that differ; undefined unsets one. */
  env?: Env | ((ground: Ground) => Env | Promise<Env>);
  /** A fault of the code itself: started from the altered build, with this fault chosen. */
  fault?: string;
  /** Also part of `npm test`. */
  quick?: boolean;
  /** Needs a process of its own: what the SDK keeps in mind (a back-off, a full queue) belongs to it alone. */
  alone?: boolean;
  steps: readonly [Step, ...Step[]];
}

/** A set-up that is wrong from the start, by a variable or in the code, must say what the doctor makes of it. */
export type Sabotage = Breakage & ({ env?: undefined; fault?: undefined } | { doctor: DoctorSays });

/** Causes that are given only once the deadline has passed. */
const AT_DEADLINE: ReadonlySet<CauseCode> = new Set([
  "accepted_not_stored",
  "listed_without_body",
  "sdk_other_init",
  "sdk_integration_missing",
  "page_slow",
  "page_raised_nothing",
  "spans_not_stored",
  "stored_under_other_id",
  "trace_unlinked",
  "task_not_called",
  "task_at_other_address",
  "task_event_lost",
  "hook_never_answers",
  "not_captured_request",
  "not_captured_log",
  "log_not_read",
  "pino_too_old",
  "not_captured_task",
  "not_captured_proxy",
  "not_captured_after",
  "not_captured_promise",
  "two_cores",
  "not_captured_browser",
  "not_captured_boundary",
  "browser_not_opened",
  "browser_page_silent",
  "read_rate_limited",
  "read_server_error",
  "read_timeout",
  "read_unreachable",
  "read_tls",
  "read_redirected",
  "read_not_json",
  "read_truncated",
  "read_other_event",
]);

/** True when a verdict needs the deadline: then it must be near, and else far, since machines may be slow. */
export const waitsForDeadline = ({ steps }: Breakage): boolean =>
  steps.some(({ checks, later }) =>
    Object.values({ ...later, ...checks }).some(({ cause }) => cause !== null && AT_DEADLINE.has(cause)),
  );

export const finds = (code: string, change: RegExp): Finds => ({ code, change });

/** True when only a browser can carry it out. */
export const needsBrowser = ({ steps }: Breakage): boolean =>
  steps.some(({ checks }) => BROWSER_CHECK in checks);

export const pass: Expected = { verdict: "pass", stage: null, cause: null };
const said =
  (verdict: Verdict) =>
  (stage: StageName, cause: CauseCode): Expected => ({ verdict, stage, cause });
export const warn = said("warn");
export const fail = said("fail");
export const unknown = said("unknown");

const FOUR = ["sentry", "sentry-extra", "sentry-inngest", "sentry-inngest-ignored"];
/** The same for each of the four checks, or for those named. */
export const each = (expected: Expected, ...names: string[]): Expectations =>
  Object.fromEntries((names.length > 0 ? names : FOUR).map((name) => [name, expected]));

const tell = ({ verdict, stage, cause }: Expected): string =>
  verdict === "pass"
    ? "passes"
    : `${verdict}s at stage “${stage}”, cause ${cause}`.replace("unknowns", "is unknown");

/** The sabotage as one sentence of behaviour. */
export function sentence({ when, steps }: Breakage): string {
  const rounds = steps.map(({ checks, later, refused }) => {
    if (refused) return `verify answers ${refused.status} and names the reason`;
    const told = [checks, later ?? {}].map((all) => {
      const byOutcome = new Map<string, string[]>();
      for (const [name, expected] of Object.entries(all))
        byOutcome.set(tell(expected), [...(byOutcome.get(tell(expected)) ?? []), name]);
      return [...byOutcome].map(([outcome, names]) => `${names.join(", ")} ${outcome}`).join("; ");
    });
    return told.filter(Boolean).join(", later ");
  });
  return `${when}: ${rounds.join("; then ")}`;
}
