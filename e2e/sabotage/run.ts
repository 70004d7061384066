import type { Cause, Verdict } from "#verdict/answer.js";
import { CAUSES } from "#verdict/causes/catalogue.js";
import { isReadAnew } from "./altered/patches";
import { BROWSER_CHECK } from "./browser";
import { examineSetUp } from "./doctor";
import { DEADLINE_S, type Ground, until } from "./ground";
import {
  type Breakage,
  type Expectations,
  type Expected,
  needsBrowser,
  type Step,
  waitsForDeadline,
} from "./sabotage";

/** What one check said, beside what it had to say. */
export interface Result {
  check: string;
  expected: Expected | { verdict: Verdict; stage: null; cause: string | null };
  actual: Expected | { verdict: Verdict; stage: string | null; cause: string | null };
  /** What is wrong; empty when all is as expected. */
  faults: string[];
  /** A green verdict over a broken system. */
  falseGreen: boolean;
  /** The cause's text, as people read it. */
  text: string;
}

const GREEN: ReadonlySet<Verdict> = new Set(["pass", "warn"]);

/** A fact that nobody filled in stands as "unknown", and would leave the reader alone. */
function leavesOpen({ code, summary, remedy }: Cause): boolean {
  const template = Object.entries(CAUSES).find(([known]) => known === code)?.[1];
  const open = (text = "") => text.match(/[{}]|\b(unknown|undefined|NaN)\b/g)?.length ?? 0;
  const own = (text = "") => open(text.replace(/\{\w+\}/g, ""));
  return open(summary) > own(template?.summary) || open(remedy) > own(template?.remedy);
}

function compare(check: string, expected: Expected, verdict: Verdict, cause: Cause | null): Result {
  const actual = { verdict, stage: cause?.stage ?? null, cause: cause?.code ?? null };
  const text = cause ? `${cause.summary} ${cause.remedy}` : "";
  const faults = (["verdict", "stage", "cause"] as const).flatMap((key) =>
    actual[key] === expected[key] ? [] : [`${key}: expected ${expected[key]}, got ${actual[key]}`],
  );
  if (!GREEN.has(verdict) && !cause) faults.push("no cause is given");
  if (cause && leavesOpen(cause)) faults.push(`the cause leaves something open: ${text}`);
  return {
    check,
    expected,
    actual,
    faults,
    falseGreen: GREEN.has(verdict) && !GREEN.has(expected.verdict),
    text,
  };
}

/** The system is so broken that there is nothing to judge: the front door must say so itself. */
async function beRefused(ground: Ground, { status, says }: NonNullable<Step["refused"]>): Promise<Result> {
  const problem = await ground.refusal();
  const actual = { verdict: "unknown" as const, stage: null, cause: null };
  const faults = problem.status === status ? [] : [`expected ${status}, got ${problem.status}`];
  if (!says.test(problem.detail)) faults.push(`the problem does not name its reason: ${problem.detail}`);
  return {
    check: "(all)",
    expected: actual,
    actual,
    faults,
    falseGreen: problem.status < 400,
    text: problem.detail,
  };
}

/** Fires through `verify`, which must agree with each run's own address. */
async function fireAndJudge(
  ground: Ground,
  step: Step,
): Promise<{ results: Result[]; runs: Record<string, string> }> {
  const names = Object.keys(step.checks).filter((name) => name !== BROWSER_CHECK);
  const runs: Record<string, string> = {};
  const results: Result[] = [];
  const expectedOfBrowser = step.checks[BROWSER_CHECK];
  if (expectedOfBrowser) {
    const { run, result } = await inBrowser(ground, step, expectedOfBrowser);
    runs[BROWSER_CHECK] = run;
    results.push(result);
  }
  if (names.length === 0) return { results, runs };
  const { status, body } = await ground.verify(names, step.expect);
  const verified: Result[] = [];
  for (const name of names) {
    const entry = body.checks[name]?.[0];
    const expected = step.checks[name];
    if (!entry || !expected) throw new Error(`verify said nothing of ${name}`);
    const result = compare(name, expected, entry.verdict, entry.cause);
    if (entry.run) {
      runs[name] = entry.run;
      const run = await ground.run(entry.run);
      if (run.verdict !== entry.verdict || run.cause?.code !== entry.cause?.code)
        result.faults.push(`the run itself says ${run.verdict} ${run.cause?.code ?? ""}`);
      const { remark } = expected;
      if (remark && !run.warnings.some((one) => one.code === remark))
        result.faults.push(`the run does not remark ${remark}`);
    }
    verified.push(result);
  }
  const green = verified.every((one) => GREEN.has(one.actual.verdict));
  if (status !== (green ? 200 : 503)) verified[0]?.faults.push(`verify answered ${status}`);
  return { results: [...results, ...verified], runs };
}

/** A real browser raises the errors; its page stays open until they are judged. */
async function inBrowser(
  ground: Ground,
  step: Step,
  expected: Expected,
): Promise<{ run: string; result: Result }> {
  const { run, close } = await ground.browser.open(step.browser);
  try {
    const { verdict, cause } = await ground.decided(run);
    return { run, result: compare(BROWSER_CHECK, expected, verdict, cause) };
  } finally {
    await close();
  }
}

async function judge(
  ground: Ground,
  runs: Readonly<Record<string, string>>,
  expected: Expectations,
): Promise<Result[]> {
  return Promise.all(
    Object.entries(expected).map(async ([name, one]) => {
      const answer = await ground.decided(runs[name] ?? "");
      return compare(name, one, answer.verdict, answer.cause);
    }),
  );
}

/** Verdicts are revised when later looks show more; waits for that, and judges what is there in the end. */
async function judgeLater(
  ground: Ground,
  runs: Readonly<Record<string, string>>,
  expected: Expectations,
): Promise<Result[]> {
  for (const [name, one] of Object.entries(expected)) {
    const isThere = async () => (await ground.run(runs[name] ?? "")).cause?.code === one.cause;
    await until(isThere, `${name} is revised`).catch(() => undefined);
  }
  return judge(ground, runs, expected);
}

/**
 * Breaks the system one way, runs the checks through the front door, and mends it.
 * @param fires false: the doctor alone is asked
 */
export async function runSabotage(ground: Ground, sabotage: Breakage, fires = true): Promise<Result[]> {
  const results: Result[] = [];
  try {
    const env = typeof sabotage.env === "function" ? await sabotage.env(ground) : sabotage.env;
    if (sabotage.alone) ground.spoil();
    const { fault } = sabotage;
    const told = fault && isReadAnew(fault) ? fault : null;
    await ground.prepare({
      ...(waitsForDeadline(sabotage) ? { RUN_DEADLINE_SECONDS: String(DEADLINE_S) } : {}),
      ...(fault && !told ? { SABOTAGE_FAULT: fault } : {}),
      ...env,
    });
    if (told) await ground.choose(told);
    for (const step of sabotage.steps) {
      await step.break?.(ground);
      if (sabotage.doctor && step === sabotage.steps[0])
        results.push(await examineSetUp(ground, sabotage.doctor, needsBrowser(sabotage)));
      if (!fires) break;
      if (step.refused) {
        results.push(await beRefused(ground, step.refused));
        continue;
      }
      let runs = await step.fire?.(ground);
      if (runs) results.push(...(await judge(ground, runs, step.checks)));
      else {
        const fired = await fireAndJudge(ground, step);
        runs = fired.runs;
        results.push(...fired.results);
      }
      await step.afterwards?.(ground, runs);
      if (step.later) results.push(...(await judgeLater(ground, runs, step.later)));
    }
  } finally {
    await ground.mend();
    if (sabotage.alone) ground.spoil();
  }
  return results;
}
