import { packageName } from "./package-name.js";

/** Hosts name the deployed commit under their own variable; the first one set counts. */
const COMMIT_VARIABLES = [
  "COMMIT_SHA",
  "VERCEL_GIT_COMMIT_SHA",
  "GITHUB_SHA",
  "CI_COMMIT_SHA",
  "RENDER_GIT_COMMIT",
  "RAILWAY_GIT_COMMIT_SHA",
  "HEROKU_SLUG_COMMIT",
  "HEROKU_BUILD_COMMIT",
  "CF_PAGES_COMMIT_SHA",
  "COMMIT_REF",
  "SOURCE_VERSION",
] as const;

type Source = Readonly<Record<string, string | undefined>>;

/** What Sentry takes as a half of a release's name (docs: "Releases"). */
export const RELEASE_NAME = /^[^\s/\\@]+$/;

/** The variables that name the deployed commit, those that are set; the first counts. */
export function commitVariables(source: Source): { name: string; value: string }[] {
  return COMMIT_VARIABLES.flatMap((name) => {
    const value = source[name]?.trim();
    return value ? [{ name, value }] : [];
  });
}

/**
 * The release that a build is of, as its server will name it (`readEnv().release`), for next.config.ts: that file
 * is loaded without the aliases that the app's own modules import each other by.
 */
export function releaseOfBuild(source: Source): { name: string; commit: string | null } {
  const usable = (value: string | null | undefined) =>
    value && value.length <= 200 && RELEASE_NAME.test(value) ? value : null;
  const commit = usable(commitVariables(source)[0]?.value);
  const project = usable(source.SENTRY_PROJECT?.trim() || packageName(source)) ?? "roundtrip";
  return { name: `${project}@${commit ?? "latest"}`, commit };
}
