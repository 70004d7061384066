import { afterEach, expect, test } from "vitest";
import { readEnv } from "#config/variables.js";
import { noteStated, stated } from "./stated.js";

afterEach(() => noteStated({}));
const of = (source: Record<string, string>) => stated(readEnv(source));
const whole = { SENTRY_PROJECT: "shop", COMMIT_SHA: "1f2e3d4", SENTRY_ENVIRONMENT: "staging" };

test.each<[string, Record<string, string>, (string | null)[]]>([
  ["nothing", {}, [null, null, null]],
  ["both halves of the release", whole, ["shop@1f2e3d4", "staging", null]],
  ["the project alone", { SENTRY_PROJECT: "shop" }, [null, null, null]],
  ["the commit alone", { COMMIT_SHA: "1f2e3d4" }, [null, null, null]],
  [
    "a commit by its host's name",
    { SENTRY_PROJECT: "shop", VERCEL_GIT_COMMIT_SHA: "1f" },
    [null, null, null],
  ],
  ["the package's name", { npm_package_name: "shop", COMMIT_SHA: "1f2e3d4" }, [null, null, null]],
  ["a tag", { COMMIT_TAG: "v1" }, [null, null, "v1"]],
  ["nothing but blanks", { SENTRY_ENVIRONMENT: " ", COMMIT_TAG: "" }, [null, null, null]],
  ["what cannot be used", { ...whole, SENTRY_ENVIRONMENT: "a b", COMMIT_SHA: "a/b" }, [null, null, null]],
])("variables that say %s state no more than that: a default is no statement", (_what, source, expected) => {
  const { release, environment, commitTag } = of(source);
  expect([release, environment, commitTag]).toEqual(expected);
});

test("what createRoundtrip is given counts more than a variable", () => {
  noteStated({ release: "7c1e", commitTag: "v2" });
  expect(of(whole)).toMatchObject({ release: "7c1e", environment: "staging", commitTag: "v2" });
  expect(of({})).toMatchObject({ release: "7c1e", environment: null, commitTag: "v2" });
});

test.each<[string, Record<string, string>, string[]]>([
  ["whole", whole, []],
  ["nothing", {}, []],
  ["a blank inside", { ...whole, SENTRY_ENVIRONMENT: "my env" }, ["SENTRY_ENVIRONMENT"]],
  ["a control character", { ...whole, SENTRY_ENVIRONMENT: "sta\u0007ging" }, ["SENTRY_ENVIRONMENT"]],
  ["too long an environment", { ...whole, SENTRY_ENVIRONMENT: "e".repeat(65) }, ["SENTRY_ENVIRONMENT"]],
  [
    "both halves of the release",
    { SENTRY_PROJECT: "my shop", COMMIT_SHA: "a/b" },
    ["SENTRY_PROJECT", "COMMIT_SHA"],
  ],
  ["too long a commit", { ...whole, COMMIT_SHA: "c".repeat(201) }, ["COMMIT_SHA"]],
  ["a commit by its host's name", { SENTRY_PROJECT: "shop", VERCEL_GIT_COMMIT_SHA: "a b" }, []],
  ["too long a tag", { COMMIT_TAG: "t".repeat(201) }, ["COMMIT_TAG"]],
  ["a variable that states nothing of events", { ...whole, SENTRY_ORG: "My Org" }, []],
])("what was stated and cannot be used is known by its variables: %s", (_what, source, variables) => {
  expect(of(source).unusable.map(({ variable }) => variable)).toEqual(variables);
});

test.each<[string, unknown, ...string[]]>([
  ["a line break at its end", "shop@1\n", "ends with a line break"],
  ["a character that nobody sees", "sho\u200bp", "holds a zero-width space, which cannot be seen"],
  ["nothing", "", "is empty"],
  ["blanks alone", "  ", "is empty"],
  ["a number", 7, "must be a text"],
  ["too much", "x".repeat(251), "is longer than 250 characters"],
  [
    "too much, and a line break at its end",
    `${"x".repeat(251)}\n`,
    "ends with a line break",
    "is longer than 250 characters",
  ],
])(
  "what createRoundtrip expects with %s states nothing, is named, and no variable steps in",
  (_what, release, ...messages) => {
    noteStated({ release });
    const { unusable, ...rest } = of(whole);
    expect(rest).toMatchObject({ release: null, environment: "staging" });
    const variable = "expect.release of createRoundtrip";
    expect(unusable).toEqual(messages.map((message) => ({ variable, message })));
  },
);
