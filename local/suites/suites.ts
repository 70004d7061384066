import { type Report, readOwn, readPlaywright, readVitest } from "./report";

/** A runner, and how what it writes down is read. */
export interface Suite {
  name: string;
  /** Node's arguments. The report goes to `file`; `rest` is for the runner. */
  args: (file: string, rest: readonly string[]) => string[];
  env?: (file: string) => Record<string, string>;
  read: (text: string) => Report;
  needsBrowser?: boolean;
  needsBuild?: boolean;
}

/** Suites that run one after the other. The lanes of a set run side by side: much of a suite's time is waiting. */
export type Lane = readonly Suite[];

const TSX = ["--conditions=@roundtrip/source", "--import", "tsx"];

const vitest = (name: string, words: readonly string[], change: Partial<Suite> = {}): Suite => ({
  name,
  args: (file, rest) => [
    "node_modules/vitest/vitest.mjs",
    "run",
    ...words,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...rest,
  ],
  read: readVitest,
  ...change,
});

const unit = vitest("unit", ["--project=unit", "--project=pure"]);
/** Told apart by names, since reading all files for the tags of a few would take longer than those. */
const unitLong = vitest("unit-long", ["--project=unit-long"]);

const LONG = "long";
/** Only those tests of the running stack that have the tag, or that have not. */
const stack = (name: string, filter: "long" | "!long"): Suite =>
  vitest(name, ["--project=stack", `--tags-filter=${filter}`], {
    read: (text) => readVitest(text, (tags) => tags.includes(LONG) === (filter === LONG)),
    needsBuild: true,
  });

const sabotage = (name: string, option: string): Suite => ({
  name,
  args: (file, rest) => [...TSX, "e2e/sabotage/main.ts", option, "--out", file, ...rest],
  read: readOwn,
  // It would make one by itself, beside whoever makes one already.
  needsBuild: true,
});

/** Playwright looks for this in a test's file, titles and tags. */
export const LONG_SPECS = "@long|\\.long\\.spec";
const browser = (name: string, filter: "grep" | "grep-invert"): Suite => ({
  name,
  args: (_file, rest) => [
    "node_modules/@playwright/test/cli.js",
    "test",
    `--${filter}=${LONG_SPECS}`,
    "--reporter=list,json",
    ...rest,
  ],
  env: (file) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: file }),
  read: readPlaywright,
  needsBrowser: true,
  needsBuild: true,
});

/** Against one running demo, once without the long ones, then all: what a test leaves behind must be in nobody's way. */
const used: Suite = {
  name: "browser-used",
  args: (file, rest) => [...TSX, "e2e/browser/used.ts", "--out", file, ...rest],
  read: readOwn,
  needsBrowser: true,
  needsBuild: true,
};

/** What users install: the packed packages, in apps that create-next-app writes. */
const hosts: Suite = {
  name: "hosts",
  args: (file, rest) => [...TSX, "e2e/hosts/main.ts", "--out", file, ...rest],
  read: readOwn,
  needsBrowser: true,
};

/**
 * `test`: one of everything, in a few minutes. `test:all`: all that takes longer. Nothing is in both. The lanes of a set
 * take about as long as each other, as two cores see them.
 */
export const SETS: Readonly<Record<string, readonly Lane[]>> = {
  test: [
    [browser("browser", "grep-invert")],
    [stack("stack", "!long")],
    // The first needs no build, and runs beside it.
    [unit, sabotage("sabotage", "--quick")],
  ],
  "test:all": [
    [stack("stack-long", "long")],
    [used, browser("browser-long", "grep"), unitLong, hosts],
    [sabotage("sabotage-packed", "--packed"), sabotage("sabotage-long", "--long")],
  ],
};
