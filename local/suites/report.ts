import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ROOT } from "../root";

interface Failure {
  name: string;
  /** The first line of what it said. */
  why: string;
}
interface Timed {
  name: string;
  ms: number;
}
/** What one run of a suite came to. */
export interface Report {
  passed: number;
  failed: number;
  skipped: number;
  failures: Failure[];
  /** Why tests were skipped, a sentence each. */
  skips: string[];
  /** How long each test took, in no order. */
  times: Timed[];
}

/** What is read of the reports that the runners write. */
interface VitestReport {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: {
      status: string;
      fullName: string;
      failureMessages: string[] | null;
      duration?: number | null;
      tags: string[];
    }[];
  }[];
}
interface PlaywrightTest {
  status: "expected" | "unexpected" | "flaky" | "skipped";
  annotations: { type: string; description?: string }[];
  results: { duration: number; error?: { message?: string } }[];
}
interface PlaywrightSuite {
  specs: { title: string; file: string; tests: PlaywrightTest[] }[];
  suites?: PlaywrightSuite[];
}
interface PlaywrightReport {
  suites: PlaywrightSuite[];
  /** What went wrong outside of any test. */
  errors: { message?: string }[];
}

const firstLine = (text: string | null | undefined): string =>
  stripVTControlCharacters(text ?? "").split("\n", 1)[0] ?? "";

/** Each text once, with how many tests it is about. */
const counted = (texts: readonly string[]): string[] =>
  [...new Set(texts)].map((text) => {
    const times = texts.filter((one) => one === text).length;
    return `${times} ${times === 1 ? "test" : "tests"}, ${text}`;
  });

/** @param belongs by its tags, whether a test is one of the suite: vitest counts the others as skipped */
export function readVitest(text: string, belongs: (tags: readonly string[]) => boolean = () => true): Report {
  const files = (JSON.parse(text) as VitestReport).testResults.map((file) => ({
    ...file,
    name: relative(ROOT, file.name),
    assertionResults: file.assertionResults.filter(({ tags }) => belongs(tags)),
  }));
  const tests = files.flatMap((file) => file.assertionResults.map((one) => ({ ...one, file: file.name })));
  const of = (...states: string[]) => tests.filter((one) => states.includes(one.status));
  const failures = of("failed").map(({ file, fullName, failureMessages }) => ({
    name: `${file}: ${fullName}`,
    why: firstLine(failureMessages?.[0]),
  }));
  // What vitest calls pending was under way, or still to come, when its process died.
  for (const { file, fullName } of of("pending"))
    failures.push({ name: `${file}: ${fullName}`, why: "it did not come to its end" });
  // A file that could not be loaded or set up has failed, though none of its tests has.
  for (const { name, status, message, assertionResults } of files)
    if (status === "failed" && assertionResults.every((one) => !["failed", "pending"].includes(one.status)))
      failures.push({ name, why: firstLine(message) });
  const skipped = of("skipped", "todo");
  return {
    passed: of("passed").length,
    failed: failures.length,
    skipped: skipped.length,
    failures,
    skips: counted(skipped.map(({ file }) => `in ${file}, which says above what it lacks`)),
    times: of("passed", "failed").map((one) => ({
      name: `${one.file}: ${one.fullName}`,
      ms: one.duration ?? 0,
    })),
  };
}

const specsOf = ({ specs, suites = [] }: PlaywrightSuite): PlaywrightSuite["specs"] => [
  ...specs,
  ...suites.flatMap(specsOf),
];

export function readPlaywright(text: string): Report {
  const { suites, errors } = JSON.parse(text) as PlaywrightReport;
  const tests = suites
    .flatMap(specsOf)
    .flatMap(({ title, file, tests: all }) => all.map((one) => ({ ...one, name: `${file}: ${title}` })));
  const of = (...states: PlaywrightTest["status"][]) => tests.filter((one) => states.includes(one.status));
  const failures = of("unexpected", "flaky").map(({ name, results }) => ({
    name,
    why: firstLine(results.find(({ error }) => error)?.error?.message),
  }));
  for (const { message } of errors) failures.push({ name: "outside of any test", why: firstLine(message) });
  const skipped = of("skipped");
  const reason = ({ annotations }: PlaywrightTest) =>
    annotations.find(({ type, description }) => type === "skip" && description)?.description;
  return {
    passed: of("expected").length,
    failed: failures.length,
    skipped: skipped.length,
    failures,
    skips: counted(skipped.map((one) => reason(one) ?? "for no reason that is given")),
    times: of("expected", "unexpected", "flaky").map(({ name, results }) => ({
      name,
      ms: results.reduce((sum, one) => sum + one.duration, 0),
    })),
  };
}

/** A suite of ours writes what it came to as it is read here. */
export const readOwn = (text: string): Report => JSON.parse(text) as Report;

/** A runner that ended badly has failed, whatever it counted; one that ran nothing as well. */
export function judged(report: Report | null, code: number): Report {
  const none: Report = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [], times: [] };
  const found = report ?? none;
  if (found.failed > 0 || (code === 0 && found.passed > 0)) return found;
  const why = code === 0 ? "nothing was run" : `it ended with code ${code} and names no test`;
  return { ...found, failed: 1, failures: [{ name: "the suite itself", why }] };
}

const SHOWN = 20;

/** The slowest tests, for whoever asks where the time goes. */
export function slowest(name: string, { times }: Report, tookMs: number): string {
  const seconds = (ms: number) => (ms / 1000).toFixed(1).padStart(7);
  const first = [...times].sort((a, b) => b.ms - a.ms).slice(0, SHOWN);
  return [
    `\nThe slowest ${first.length} of ${times.length} in ${name}, which took ${seconds(tookMs).trim()} s in all:`,
    ...first.map((one) => `${seconds(one.ms)} s  ${one.name}`),
  ].join("\n");
}

/** What is said of suites once all have run: failures again, what was skipped and why, and a line a suite. */
export function closing(suites: readonly { name: string; report: Report }[]): string[] {
  return [
    ...suites.flatMap(({ name, report }) =>
      report.failures.map((one) => `✗ ${name}: ${one.name}\n✗     ${one.why}`),
    ),
    ...suites.flatMap(({ name, report }) => report.skips.map((why) => `SKIPPED ${name}: ${why}`)),
    ...suites.map(
      ({ name, report: { passed, failed, skipped } }) =>
        `${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
    ),
  ];
}
