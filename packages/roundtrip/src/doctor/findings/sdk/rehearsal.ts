import { IGNORED_ERROR } from "#checks/message.js";
import type { Finding } from "#doctor/finding.js";
import type { Rehearsed } from "#sentry/sdk/state/facts.js";
import { PLACE, type Runtime } from "./place.js";

const WHY = "The SDK drops every error that matches it before sending, and no log shows it.";
const KEEP = "return every event whose tag named check is set";

/** What the SDK of a runtime did with errors of the checks' types, up to where it would have sent them. */
export function examineRehearsal(runtime: Runtime, rehearsed: readonly Rehearsed[]): Finding[] {
  const lost = rehearsed.filter((one) => !isToIgnore(one) && one.drops > 0);
  const alike = new Map<string, Rehearsed[]>();
  for (const one of lost) {
    const whose = `${one.fate} ${one.by}`;
    alike.set(whose, [...(alike.get(whose) ?? []), one]);
  }
  const idle = rehearsed.filter(({ toIgnore, fate }) => toIgnore && fate === "kept");
  return [
    ...[...alike.values()].flatMap((group) => losing(runtime, group)),
    ...heldBack(runtime, rehearsed),
    ...idle.map(({ type }) => idleRule(runtime, type)),
  ];
}

/** An older page says it by the type alone. */
const isToIgnore = ({ toIgnore, type }: Rehearsed): boolean => toIgnore || type === IGNORED_ERROR;

function losing(runtime: Runtime, group: readonly Rehearsed[]): Finding[] {
  const [first] = group;
  if (!first) return [];
  const types = group.map(({ type }) => type).join(", ");
  if (first.fate === "ignored") return [ignores(runtime, first.by, types)];
  if (first.fate === "before_send") return [beforeSend(runtime, group, types)];
  return [processor(runtime, first, types)];
}

function ignores(runtime: Runtime, by: string, types: string): Finding {
  const { name, file } = PLACE[runtime];
  return {
    code: `sdk_${runtime}_ignores_checks`,
    level: "fail",
    title: `A rule in ${name} ignores what must be reported`,
    what: `${capital(by)} matches ${types}.`,
    why: WHY,
    change: by.startsWith("ignoreErrors")
      ? `${file}: narrow ${by} in Sentry.init(), or ignore by exact type, in an event processor`
      : `${file}: let denyUrls and allowUrls in Sentry.init() admit this app's own files`,
  };
}

function beforeSend(runtime: Runtime, group: readonly Rehearsed[], types: string): Finding {
  const { name, file } = PLACE[runtime];
  const drops = Math.max(...group.map((one) => one.drops));
  const tries = group[0]?.tries ?? drops;
  const threw = group.some((one) => one.threw);
  const always = group.some((one) => one.drops === one.tries);
  return {
    code: `sdk_${runtime}_before_send_drops`,
    level: always ? "fail" : "warn",
    title: `beforeSend in ${name} drops what must be reported`,
    what: `It ${threw ? "throws with" : "answers null to"} ${types}${always ? "" : `, ${drops} of ${tries} times`}.`,
    why: WHY,
    change: `${file}: let beforeSend in Sentry.init() ${KEEP}`,
  };
}

const processor = (runtime: Runtime, { by, threw }: Rehearsed, types: string): Finding => ({
  code: `sdk_${runtime}_processor_drops`,
  level: "fail",
  title: `An event processor in ${PLACE[runtime].name} drops what must be reported`,
  what: `The processor "${by}" ${threw ? "throws with" : "answers null to"} ${types}.`,
  why: WHY,
  change: `Find who adds it, by addEventProcessor() or as an integration of Sentry.init() in ${PLACE[runtime].file}, and let it ${KEEP}`,
});

/** Asked twice, and silent both times; who could not even be made out blames nobody. */
function heldBack(runtime: Runtime, rehearsed: readonly Rehearsed[]): Finding[] {
  const silent = rehearsed.filter(({ fate, by }) => fate === "late" && by !== "");
  const holders = [...new Set(silent.map(({ by }) => by))];
  if (holders.length === 0) return [];
  const { name, file } = PLACE[runtime];
  const who = holders.join(" and ");
  return [
    {
      code: `sdk_${runtime}_hook_never_answers`,
      level: "fail",
      title: `A hook in ${name} does not answer`,
      what: `${capital(who)} was given ${silent.map(({ type }) => type).join(", ")} twice, and had not answered after two seconds.`,
      why: "The SDK waits for a hook without a limit. Until it answers, the event is not sent.",
      change: `${file}: let ${who} return the event or null in every case; look for a promise that nothing resolves, or a request without a time limit.`,
    },
  ];
}

const idleRule = (runtime: Runtime, type: string): Finding => ({
  code: `sdk_${runtime}_ignore_rule_idle`,
  level: "fail",
  title: `What must be ignored in ${PLACE[runtime].name} is not`,
  what: `The error that the app means to ignore, which is of the type ${type}, would be reported.`,
  why: "Expected errors fill Sentry, and the check of the ignored error fails.",
  change: `${PLACE[runtime].file}: ${matching(type)} in Sentry.init(), or an event processor that answers null to exactly that error`,
});

/** A rule for the type Error would ignore everything. */
const matching = (type: string): string =>
  type === "Error"
    ? "let ignoreErrors match the text of that error"
    : `ignoreErrors: [/^${type.replace(/[$.]/g, "\\$&")}(:|$)/]`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
