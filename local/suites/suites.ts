import { type Report, readOwn, readPlaywright, readVitest } from "./report";

/** A runner, and how what it writes down is read. */
export interface Suite {
  name: string;
  /** Node's arguments. The report goes to `file`; `rest` is for the runner. */
  args: (file: string, rest: readonly string[]) => string[];
  env?: (file: string) => Record<string, string>;
  read: (text: string) => Report;
  needsBrowser?: boolean;
}

const TSX = ["--conditions=@roundtrip/source", "--import", "tsx"];

const LONG = "long";
/** A project of vitest's: all of it, or only its tests that have the tag, or have not. */
const vitest = (name: string, project: string, filter?: "long" | "!long"): Suite => ({
  name,
  args: (file, rest) => [
    "node_modules/vitest/vitest.mjs",
    "run",
    `--project=${project}`,
    ...(filter ? [`--tags-filter=${filter}`] : []),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...rest,
  ],
  read: (text) => readVitest(text, (tags) => !filter || tags.includes(LONG) === (filter === LONG)),
});

const sabotage = (name: string, option: string): Suite => ({
  name,
  args: (file, rest) => [...TSX, "e2e/sabotage/main.ts", option, "--out", file, ...rest],
  read: readOwn,
});

/** Playwright looks for this in a test's file, titles and tags. */
const LONG_SPECS = "@long|\\.long\\.spec";
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
});

/** Against one running demo, twice: what a test leaves behind must not be in the way of the next run. */
const used: Suite = {
  name: "browser-used",
  args: (file, rest) => [...TSX, "e2e/browser/used.ts", "--out", file, ...rest],
  read: readOwn,
  needsBrowser: true,
};

/** `test`: one of everything, in a few minutes. `test:all`: all that takes longer. Nothing is in both. */
export const SETS: Readonly<Record<string, readonly Suite[]>> = {
  test: [
    vitest("unit", "unit"),
    vitest("stack", "stack", "!long"),
    sabotage("sabotage", "--quick"),
    browser("browser", "grep-invert"),
  ],
  "test:all": [
    vitest("stack-long", "stack", "long"),
    sabotage("sabotage-long", "--long"),
    browser("browser-long", "grep"),
    used,
  ],
};
