import type { CheckResult, VerifyResult } from "#cli/verify/run.js";
import { remarks } from "./remarks.js";

/** Whatever XML 1.0 does not allow in a document, escaped or not (section 2.2), lone surrogates included; and what it allows, and a terminal obeys. */
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

const xml = (text: string): string =>
  text.replace(FORBIDDEN, "\ufffd").replace(/[&<>"\t\n\r]/g, (one) => ENTITIES[one] ?? one);
const seconds = (ms: number | null): string => ((ms ?? 0) / 1000).toFixed(3);
const timeOf = (one: CheckResult): number | null => one.latencyMs ?? one.decidedMs;

/** One testcase a check; a check that did not pass is a failure that names its cause and remedy. */
export function junit(result: VerifyResult, at: Date): string {
  const failures = result.checks.filter((one) => one.verdict !== "pass" && one.verdict !== "warn").length;
  const tests = result.checks.length;
  const time = Math.max(0, ...result.checks.map((one) => timeOf(one) ?? 0));
  return document({ tests, failures, errors: 0, time, at }, [
    "<properties>",
    `  <property name="url" value="${xml(result.url)}"/>`,
    `  <property name="release" value="${xml(result.releaseId)}"/>`,
    `  <property name="environment" value="${xml(result.environment)}"/>`,
    "</properties>",
    ...result.checks.flatMap((one) => testcase(one, result.url)),
  ]);
}

/** Stands in the file until there is a result, so that an older green file is never taken for this run's. */
export const junitError = (message: string, at: Date): string =>
  document({ tests: 1, failures: 0, errors: 1, time: 0, at }, [
    '<testcase name="verify" classname="roundtrip.verify" time="0.000">',
    `  <error message="${xml(message)}" type="could_not_run">${xml(message)}</error>`,
    "</testcase>",
  ]);

function testcase(one: CheckResult, url: string): string[] {
  const passed = one.verdict === "pass" || one.verdict === "warn";
  const why = one.cause?.summary ?? one.note ?? `The verdict is ${one.verdict}.`;
  const said = remarks(one, url).map(({ what, todo, links }) => [what, todo, ...links]);
  // Of a check that did not pass, the cause is in its failure.
  const inFailure = passed || !one.cause ? 0 : 1;
  const lines = [
    ...said.slice(0, inFailure).flat(),
    ...one.unmet.map(({ name, expected, actual }) => `${name}: expected ${expected}, got ${actual}`),
    ...(one.note ? [one.note] : []),
  ];
  const out = [
    `run ${one.run ?? "-"}, verdict ${one.verdict}`,
    ...said.slice(inFailure).flat(),
    ...(one.sentry ? [one.sentry] : []),
  ];
  return [
    `<testcase name="${xml(one.check)}" classname="roundtrip.verify" time="${seconds(timeOf(one))}">`,
    ...(passed
      ? []
      : [
          `  <failure message="${xml(`${one.verdict}: ${why}`)}" type="${xml(one.cause?.code ?? one.verdict)}">${xml(lines.join("\n"))}</failure>`,
        ]),
    `  <system-out>${xml(out.join("\n"))}</system-out>`,
    "</testcase>",
  ];
}

interface Counts {
  tests: number;
  failures: number;
  errors: number;
  /** Milliseconds. */
  time: number;
  at: Date;
}

function document(counts: Counts, lines: readonly string[]): string {
  const { tests, failures, errors, at } = counts;
  const sums = `tests="${tests}" failures="${failures}" errors="${errors}" skipped="0" time="${seconds(counts.time)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="roundtrip" ${sums}>`,
    `  <testsuite name="roundtrip verify" ${sums} timestamp="${at.toISOString()}">`,
    ...lines.map((line) => `    ${line}`),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}
