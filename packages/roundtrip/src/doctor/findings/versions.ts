import { isOlder, LEAST_SENTRY, tooOld, type Versions } from "#checks/versions.js";
import type { SentryFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";

/** Whether what is installed, and the Sentry that takes the events, are new enough to work together. */
export const examineVersions = (versions: Versions, { backend, version }: SentryFacts): Finding[] => [
  ...tooOld(versions).map(
    ({ name, version: installed, least, lacks }): Finding => ({
      code: "version_too_old",
      level: "fail",
      title: `${name} is too old`,
      what: `${name} ${installed} is installed. Roundtrip needs ${least} or newer.`,
      why: lacks,
      change: `package.json: "${name}": "^${least}", then npm install and build again`,
    }),
  ),
  ...(backend === "sentry-self-hosted" && version !== null && isOlder(version, LEAST_SENTRY)
    ? [
        {
          code: "sentry_too_old",
          level: "warn",
          title: "The self-hosted Sentry is too old for the SDK",
          what: `It is Sentry ${version}. Version 11 of the SDK is made for ${LEAST_SENTRY} and newer.`,
          why: "An older Sentry does not know everything that the SDK sends, and drops what it does not know.",
          change: `Update your Sentry to ${LEAST_SENTRY} or newer. Until then, spans and logs may be missing there.`,
        } satisfies Finding,
      ]
    : []),
];
