import type { VariableFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";
import { unset, wrongWith } from "#verdict/text/unset.js";

/** Present, well-formed and of one mind. The DSN has rules of its own. */
export function examineVariables(facts: VariableFacts): Finding[] {
  const findings = [
    ...unusable(facts),
    ...unseen(facts),
    ...plainHttp(facts),
    ...environment(facts),
    ...commit(facts),
    ...built(facts),
    ...address(facts),
  ];
  if (findings.length > 0) return findings;
  return [
    {
      code: "variables_ok",
      level: "ok",
      title: "Variables",
      what: "Every variable that is set can be used, and none contradicts another.",
      why: "",
      change: "",
    },
  ];
}

function unusable({ problems }: VariableFacts): Finding[] {
  // That a DSN is none, its own finding says.
  const told = problems.filter(
    ({ variable, message }) => variable !== "SENTRY_DSN" || !message.startsWith("must be"),
  );
  return [...new Set(told.map(({ variable }) => variable))].map((variable) => ({
    code: "variable_unusable",
    level: "warn",
    title: `${variable} cannot be used`,
    what: `${variable} ${wrongWith(variable, told)}, so it is not used.`,
    why: "The app does not run as it was configured, and nothing else would say so.",
    change: `Correct ${variable}, or leave it out.`,
  }));
}

/** What each address is for, and what is lost while no token is sent there. */
const LOST: Readonly<Record<string, string>> = {
  SENTRY_URL: "No event is read back, so no verdict is better than unknown.",
  APP_URL: "The app cannot ask itself: verify fires nothing, and pages that raise errors are not visited.",
  INNGEST_BASE_URL:
    "Inngest is not asked what it knows about this app. Its own SDK sends the key in the clear.",
};

const plainHttp = (facts: VariableFacts): Finding[] =>
  facts.plainHttp.map(({ variable, host, hostname }) => ({
    code: "variable_plain_http",
    level: "fail",
    title: `${variable} is plain http`,
    what: `${variable} names ${host} over http, and that is not this machine. Roundtrip sends no token there.`,
    why: LOST[variable] ?? "",
    change: `${variable}=<an https address of ${host}>, or, if the network in between is yours alone: PLAIN_HTTP_HOSTS=${hostname}`,
  }));

/** What is signed with one of these differs by every character. */
const SIGNS: ReadonlySet<string> = new Set(["INNGEST_SIGNING_KEY", "INNGEST_SIGNING_KEY_FALLBACK"]);

/** Whoever looks at the value in a terminal or a dashboard sees nothing wrong. */
const unseen = (facts: VariableFacts): Finding[] =>
  facts.unseen.map(({ variable, message }) => ({
    code: "variable_unseen_character",
    level: SIGNS.has(variable) ? "fail" : "warn",
    title: `${variable} ${message}`,
    what: `${variable} ${message}.`,
    why: SIGNS.has(variable)
      ? "Inngest's calls are checked with the key as it is, so each of them is refused, and no task runs."
      : "Roundtrip removes it, but other programs that read this variable may not. Then a key is refused, an address is wrong, or events carry another name.",
    change: `Set ${variable} again without it. A script that writes it with echo adds a line break; printf '%s' does not.`,
  }));

function environment({ deployed, environmentSet, environment: named, problems }: VariableFacts): Finding[] {
  if (!deployed || environmentSet || problems.some(({ variable }) => variable === "SENTRY_ENVIRONMENT"))
    return [];
  return [
    {
      code: "environment_default",
      level: "warn",
      title: "The environment is the default",
      what: `SENTRY_ENVIRONMENT is not set. This deployment reports as "${named}".`,
      why: "Nobody has stated which environment is right, so no check compares it. Under a default, errors mix with those of other deployments.",
      change: "SENTRY_ENVIRONMENT=production",
    },
  ];
}

function commit({
  deployed,
  release,
  commit: value,
  commitFrom,
  otherCommits,
  problems,
}: VariableFacts): Finding[] {
  if (problems.some(({ variable }) => variable === "COMMIT_SHA")) return [];
  if (value === "latest" && deployed && release.endsWith("@latest"))
    return [
      {
        code: "commit_latest",
        level: "warn",
        title: "The release names no commit",
        what: 'No variable says which commit runs here, so every release is called "latest".',
        why: "Sentry cannot tell deployments apart: regressions, source maps and suspect commits go by release.",
        change: "COMMIT_SHA=<the deployed commit>, set by the deployment",
      },
    ];
  if (commitFrom === null || otherCommits.length === 0) return [];
  return [
    {
      code: "commit_contradicted",
      level: "warn",
      title: "Two variables name different commits",
      what: `${commitFrom} is in force, but ${otherCommits.join(" and ")} names another commit.`,
      why: "The release in Sentry may be that of another build, whose source maps do not fit.",
      change: `Set ${commitFrom} to the commit that is deployed, or unset it and leave it to the host.`,
    },
  ];
}

/** A build that names no commit says nothing; else Sentry knows its maps and commits under that release. */
function built({ release, builtRelease }: VariableFacts): Finding[] {
  if (builtRelease === null || builtRelease === release || builtRelease.endsWith("@latest")) return [];
  return [
    {
      code: "release_other_build",
      level: "warn",
      title: "The build was made as another release",
      what: `The build was made as release ${builtRelease}. The running app reports as ${release}.`,
      why: "Source maps and commits belong to the first release, events to the second. Sentry then matches commits and regressions wrongly.",
      change: "Give the build and the running server the same SENTRY_PROJECT and COMMIT_SHA.",
    },
  ];
}

const address = ({ ownAddress, problems }: VariableFacts): Finding[] =>
  ownAddress
    ? []
    : [
        {
          code: "own_address_unknown",
          level: "warn",
          title: "The app does not know its own address",
          what: `${unset("APP_URL", problems)}, and PORT is not set either, so the app cannot ask its own pages.`,
          why: "Checks cannot be fired by `verify`, and the edge runtime and the browser's page are not examined.",
          change: "APP_URL=https://the.address.of.this.app",
        },
      ];
