import fc from "fast-check";
import { expect, test } from "vitest";
import { readEnv } from "#config/variables.js";
import { releaseOfBuild } from "./release.js";

const value = fc.option(
  fc.oneof(
    fc.string(),
    fc.constantFrom("shop", " shop ", "@acme/shop", "a@b", "0123456789abcdef", "", "x".repeat(201)),
  ),
  { nil: undefined },
);

test("the build uploads its maps for the release that its server names, whatever the variables hold", () => {
  const environment = fc.record({
    SENTRY_PROJECT: value,
    npm_package_name: value,
    COMMIT_SHA: value,
    VERCEL_GIT_COMMIT_SHA: value,
    GITHUB_SHA: value,
  });
  fc.assert(
    fc.property(environment, (source) => {
      const { name, commit } = releaseOfBuild(source);
      expect(name).toBe(readEnv(source).release);
      expect(commit === null).toBe(name.endsWith("@latest") && commit !== "latest");
    }),
    { numRuns: 2_000 },
  );
});
