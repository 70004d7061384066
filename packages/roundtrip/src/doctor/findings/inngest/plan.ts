import type { InngestFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";
import type { AddressFacts } from "#inngest/api/answering.js";
import { answering } from "#inngest/api/answering.js";
import { failureSaid } from "#network/outcome.js";
import { type PlanDifference, planDifference } from "#verdict/inngest/plan.js";
import { syncing } from "#verdict/inngest/remedy.js";
import { counted } from "#verdict/text/plural.js";

const NOT_CALLED =
  "Inngest starts only the functions that are registered there. It starts none of this app's, or the wrong ones.";

/** What Inngest holds of this app, against what the app has: functions, triggers, schedules and addresses. */
export function examinePlan(facts: InngestFacts, well: boolean): Finding[] {
  const { registered, expected, app } = facts;
  if (registered === null) return [unasked(facts)];
  const difference = planDifference(expected, registered, app);
  const wrong = [
    ...missing(facts, difference),
    ...differing(facts, difference),
    ...left(facts, difference),
    ...facts.addresses.flatMap((one) => examineAddress(facts, one)),
  ];
  return wrong.length > 0 || !well ? wrong : [ok(facts)];
}

const unasked = ({ functions, apiHost }: InngestFacts): Finding => ({
  code: "inngest_functions_unasked",
  level: "note",
  title: "Inngest did not list its functions",
  what:
    functions.kind === "failed"
      ? `${apiHost} was not asked: over http the signing key would cross the network in the clear.`
      : `${apiHost} answers, but does not list this app's functions.`,
  why: "A function that Inngest does not know is never called.",
  change: 'Fire the check "sentry-inngest": it proves the same.',
});

function missing(facts: InngestFacts, { missing: ids }: PlanDifference): Finding[] {
  if (ids.length === 0) return [];
  if (ids.every((id) => id.endsWith("-canary")))
    return [
      {
        code: "inngest_canary_unregistered",
        level: "fail",
        title: "Inngest does not know the canary",
        what: `CANARY_CRON is set, but Inngest holds no function ${ids.join(", ")}: it was last synced without one.`,
        why: "The canary never fires, so what breaks between two deployments goes unnoticed.",
        change: syncing(facts),
      },
    ];
  return [
    {
      code: "inngest_functions_unregistered",
      level: "fail",
      title: "Inngest does not know the functions",
      what: `Not registered: ${ids.join(", ")}.`,
      why: "Tasks do not run, so their errors never happen.",
      change: syncing(facts),
    },
  ];
}

function differing(facts: InngestFacts, { other }: PlanDifference): Finding[] {
  if (other.length === 0) return [];
  const said = other.map(({ id, theirs, ours }) => `${id}: Inngest has ${theirs}, this app has ${ours}.`);
  return [
    {
      code: "inngest_plan_differs",
      level: "fail",
      title: "Inngest has other triggers or schedules for the functions",
      what: said.join(" "),
      why: NOT_CALLED,
      change: syncing(facts),
    },
  ];
}

function left(facts: InngestFacts, { left: ids }: PlanDifference): Finding[] {
  if (ids.length === 0) return [];
  return [
    {
      code: "inngest_functions_left",
      level: "warn",
      title: "Inngest calls functions that this app no longer has",
      what: `Still registered: ${ids.join(", ")}.`,
      why: "Inngest goes on starting them, by events or by their old schedule, and every call fails.",
      change: syncing(facts),
    },
  ];
}

function examineAddress(facts: InngestFacts, one: AddressFacts): Finding[] {
  const { address, outcome, isOwn } = one;
  const who = answering(one);
  // Whether the app answers at its own address is a question of its own.
  if (who === "own" || (isOwn && outcome.kind === "failed")) return [];
  const { host } = new URL(address);
  const said = outcome.kind === "failed" ? failureSaid(host, outcome) : `${host} answered ${outcome.status}.`;
  const calls = `Inngest calls the functions at ${address}.`;
  if (who === "other")
    return [
      {
        code: "inngest_address_other",
        level: "fail",
        title: "Inngest calls another address than this app's",
        what: `${calls} What answers there is not this deployment.`,
        why: NOT_CALLED,
        change: moving(facts),
      },
    ];
  if (who === "nobody")
    return [
      {
        code: "inngest_address_silent",
        level: "fail",
        title: "Inngest calls an address at which nobody answers",
        what: `${calls} ${said}`,
        why: NOT_CALLED,
        change: moving(facts),
      },
    ];
  return [
    {
      code: "inngest_address_unseen",
      level: "warn",
      title: "Roundtrip could not see what answers where Inngest calls",
      what: `${calls} ${said}`,
      why: "Where another app answers there, no task of this one runs.",
      change: `Fire the check "sentry-inngest": if it passes, Inngest reaches this app there. If not: ${moving(facts)}`,
    },
  ];
}

/** The address that is registered is this app's own, unless a variable says otherwise. */
const moving = (facts: InngestFacts): string =>
  facts.serveOrigin === null
    ? `${syncing(facts)}. Inngest reaches the app at another address than its own one? Set INNGEST_SERVE_ORIGIN to it first, and restart.`
    : `INNGEST_SERVE_ORIGIN is ${facts.serveOrigin}: set it to the address at which Inngest reaches this app, or unset it; restart, then: ${syncing(facts)}`;

function ok({ apiHost, expected, addresses, registered }: InngestFacts): Finding {
  const proven = addresses.filter((one) => one.proven).map((one) => one.address);
  const own = registered?.filter(({ id }) => expected.some((one) => one.id === id));
  const planned = own?.every(({ triggers }) => triggers !== null);
  const plan = planned
    ? ", with the triggers and schedules that the app has"
    : "; it does not say what starts them";
  const place =
    proven.length > 0
      ? ` It calls them at ${proven.join(", ")}, where this app answers.`
      : " It did not say where it calls them, or Roundtrip could not look there.";
  return {
    code: "inngest_ok",
    level: "ok",
    title: "Inngest",
    what: `${apiHost} answers, and holds all ${counted(expected.length, "function")} of Roundtrip${plan}.${place}`,
    why: "",
    change: "",
  };
}
