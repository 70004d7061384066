import { DoctorAnswerSchema } from "#doctor/finding.js";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import { alteredBuild } from "@/e2e/sabotage/altered/build";
import { Ground } from "@/e2e/sabotage/ground";
import { carryOut, failed, type Outcome, tell } from "@/e2e/sabotage/outcome";
import type { Breakage } from "@/e2e/sabotage/sabotage";
import { table } from "@/e2e/sabotage/table";
import { Bugsink } from "./bugsink";
import { bugsinkCodeWays, bugsinkWays } from "./bugsink-ways";
import { type Part, SERVER_CHECKS, Tally } from "./part";
import type { Venv } from "./venv";

/** What Bugsink cannot tell, and a verdict over it must therefore say. */
const HONEST: ReadonlySet<CauseCode> = new Set(["source_not_checked"]);

/** Every server-side check against a real Bugsink, then the ways in which it is broken. */
export async function bugsinkPart(venv: Venv): Promise<Part> {
  const tally = new Tally();
  const bugsink = await Bugsink.start(venv);
  const other = await Bugsink.start(venv);
  try {
    const outcomes = [
      ...(await onGround(bugsinkWays(bugsink, other), bugsink, undefined, (ground) => beWell(ground, tally))),
      ...(await onGround(bugsinkCodeWays, bugsink, await alteredBuild())),
    ];
    console.log(table(outcomes));
    for (const outcome of outcomes) {
      if (failed(outcome)) tally.failed += 1;
      else tally.passed += 1;
    }
    return tally.part("bugsink");
  } finally {
    await Promise.all([bugsink.stop(), other.stop()]);
  }
}

async function onGround(
  ways: readonly Breakage[],
  bugsink: Bugsink,
  directory?: string,
  first?: (ground: Ground) => Promise<void>,
): Promise<Outcome[]> {
  const ground = await Ground.start(directory, bugsink.appEnv());
  const outcomes: Outcome[] = [];
  try {
    await first?.(ground);
    for (const one of ways) {
      const outcome = await carryOut(ground, one);
      outcomes.push(outcome);
      tell(outcome);
    }
  } finally {
    await ground.stack.stop();
  }
  return outcomes;
}

/** Nothing is broken: each check passes, or warns of what Bugsink cannot tell, and the doctor finds nothing. */
async function beWell(ground: Ground, tally: Tally): Promise<void> {
  const { body } = await ground.verify(SERVER_CHECKS);
  for (const name of SERVER_CHECKS) {
    const run = body.checks[name]?.[0]?.run;
    const answer = run ? await ground.run(run) : null;
    const faults: string[] = [];
    if (!answer) faults.push("it was not fired");
    else {
      const { verdict, cause, warnings, expectations, links } = answer;
      if (verdict !== "pass" && verdict !== "warn")
        faults.push(`${verdict}: ${cause?.code}: ${cause?.summary}`);
      const remarks = warnings.filter((one) => !HONEST.has(one.code as CauseCode));
      faults.push(...remarks.map((one) => `remark ${one.code}`));
      const missed = expectations.filter((one) => one.level === "must" && !one.ok);
      faults.push(...missed.map((one) => `${one.name}: expected ${one.expected}, got ${one.actual}`));
      if (!links.sentry?.includes("/issues/issue/")) faults.push(`the link is ${links.sentry}`);
    }
    tally.note(`${name} on Bugsink: ${answer?.verdict ?? "not fired"}`, faults);
  }
  const { url, token } = ground.stack;
  const response = await fetch(`${url}/api/health/sentry/doctor`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { findings } = DoctorAnswerSchema.parse(await response.json());
  const bad = findings.filter((one) => one.level === "fail" || one.level === "warn");
  const read = findings.some((one) => one.code === "read_ok")
    ? []
    : ["it does not say that events can be read"];
  tally.note("the doctor is content with Bugsink", [
    ...read,
    ...bad.map((one) => `${one.code}: ${one.what}`),
  ]);
}
