import type { withSentryConfig } from "@sentry/nextjs/config";

export type SentryBuildOptions = NonNullable<Parameters<typeof withSentryConfig>[1]>;
type Source = Readonly<Record<string, string | undefined>>;

const GO_WITHOUT = "Or unset SENTRY_AUTH_TOKEN to build without an upload.";

/** By what Sentry answered; asking again does not help with any of these. */
const REMEDIES: Readonly<Record<number, string>> = {
  400: "Look whether SENTRY_PROJECT and COMMIT_SHA make a release name that Sentry takes.",
  401: "SENTRY_AUTH_TOKEN is not a token of this Sentry: make one there (Settings, Auth Tokens; it needs org:ci), set it for the build, and look that SENTRY_URL is the Sentry it was made in.",
  403: "SENTRY_AUTH_TOKEN may not upload: give it the scope org:ci, and look that it belongs to SENTRY_ORG.",
  404: "SENTRY_ORG or SENTRY_PROJECT names nothing that SENTRY_AUTH_TOKEN may see: for the build they are the slugs of organisation and project.",
};

/** In the words of fetch, and of what stands in its causes. */
const UNREACHED = /fetch failed|network|time(d )?out|ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|socket/i;

/**
 * Why an upload that was asked for cannot even be tried; null when it can, or was not asked for.
 * Sentry's plugin only warns of this, and leaves the upload out.
 */
export function uploadMissing(source: Source): string | null {
  const token = source.SENTRY_AUTH_TOKEN;
  if (!token) return null;
  // An organisation token names its organisation itself.
  const org = source.SENTRY_ORG || token.startsWith("sntrys_");
  const missing = [...(org ? [] : ["SENTRY_ORG"]), ...(source.SENTRY_PROJECT ? [] : ["SENTRY_PROJECT"])];
  if (missing.length === 0) return null;
  return `SENTRY_AUTH_TOKEN asks for an upload of source maps, but ${missing.join(" and ")} is not set: give the slug. ${GO_WITHOUT}`;
}

/** What became of an upload, in one line, and whether the build may go on: a Sentry that is down must not stop it. */
export function uploadFailed(error: Error, source: Source): { message: string; stop: boolean } {
  const token = source.SENTRY_AUTH_TOKEN;
  const text = error.message.split("\n")[0] ?? "";
  const said = token ? text.replaceAll(token, "[token]") : text;
  const status = Number(/\b([45]\d\d)\b/.exec(said)?.[1] ?? 0);
  const stop = status === 0 ? !UNREACHED.test(said) : status < 500 && status !== 408 && status !== 429;
  const remedy = stop
    ? `${REMEDIES[status] ?? "Look at SENTRY_AUTH_TOKEN, SENTRY_ORG, SENTRY_PROJECT and SENTRY_URL."} ${GO_WITHOUT}`
    : "The build goes on without them: stack traces of this release will not name your files. Build again when Sentry answers.";
  return { message: `Source maps were not uploaded to Sentry (${said}). ${remedy}`, stop };
}

/** Set up so that a failed upload is seen. Left alone, the plugin prints a stack trace and the build succeeds. */
export function uploadOptions(
  source: Source,
  release: { name: string; commit: string | null },
): SentryBuildOptions {
  return {
    silent: !source.SENTRY_AUTH_TOKEN,
    telemetry: false,
    // The release of the events, so that Sentry knows it from the build on. Without a commit it names no build.
    release: { name: release.name, create: release.commit !== null },
    // They hold the sources, and lie where everybody is served them: uploaded or not, they stay only if somebody says so.
    sourcemaps: { deleteSourcemapsAfterUpload: source.PUBLIC_SOURCE_MAPS !== "true" },
    errorHandler: (error) => {
      const { message, stop } = uploadFailed(error, source);
      if (stop) throw new Error(message);
      console.warn(`\n*** ${message}\n`);
    },
  };
}
