import type { BugsinkFacts, SentryFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";
import { failureChange, failureSaid, isSlow, isStatus } from "#network/outcome.js";
import { type Problem, unset } from "#verdict/text/unset.js";
import { refusedBySomebody, unexpected, unread } from "./refused.js";

const UNREAD = unread("Bugsink");
const TOKEN =
  "SENTRY_API_TOKEN=<a token with projects:read, issues:read and events:read: Bugsink, Auth Tokens>";

const fail = (code: string, title: string, what: string, change: string): Finding => ({
  code,
  level: "fail",
  title,
  what,
  why: UNREAD,
  change,
});

/** Whether events can be read back from a Bugsink: its address, the token, and the project. */
export function examineBugsink(
  { token, bugsink, ingest }: SentryFacts,
  problems: readonly Problem[],
): Finding[] {
  if (!token)
    return [
      {
        ...fail(
          "read_token_missing",
          "No token to read events with",
          `${unset("SENTRY_API_TOKEN", problems)}.`,
          TOKEN,
        ),
        level: "warn",
      },
    ];
  // Without a DSN nobody knows the project; the DSN's own finding says so.
  if (!bugsink) return [];
  return [
    trouble(bugsink) ??
      refusal(bugsink, ingest.project) ?? {
        code: "read_ok",
        level: "ok",
        title: "Reading events back",
        what: `The token can read project ${ingest.project} of the Bugsink at ${bugsink.host}.`,
        why: "",
        change: "",
      },
  ];
}

function trouble({ host, project, issues, event, foreign }: BugsinkFacts): Finding | null {
  const asked = [project, issues, event];
  for (const one of asked) {
    if (one.kind === "failed")
      return fail(
        isSlow(one) ? "api_timeout" : "api_unreachable",
        isSlow(one) ? "Bugsink's API does not answer in time" : "Bugsink's API cannot be reached",
        failureSaid(host, one),
        failureChange(host, "SENTRY_URL", one),
      );
  }
  if (foreign !== null) return { ...refusedBySomebody(host, foreign, "Bugsink", TOKEN), why: UNREAD };
  if (asked.some((one) => isStatus(one, 401)))
    return fail("read_token_refused", "Bugsink refuses SENTRY_API_TOKEN", `${host} answered 401.`, TOKEN);
  if (asked.some((one) => one.kind === "answered" && one.status >= 500))
    return {
      ...fail(
        "api_error",
        "Bugsink's API is in trouble",
        `${host} answered with an error of its own.`,
        "Read the log of your Bugsink; then examine again.",
      ),
      level: "warn",
    };
  const odd = unexpected(host, asked, "Bugsink");
  return odd && { ...odd, why: UNREAD };
}

function refusal({ host, project, isOwn, issues, event }: BugsinkFacts, number: string): Finding | null {
  const missing = [
    isStatus(project, 403) ? "projects:read" : "",
    isStatus(issues, 403) ? "issues:read" : "",
    isStatus(event, 403) ? "events:read" : "",
  ].filter(Boolean);
  if (missing.length > 0)
    return fail(
      "read_scopes_missing",
      "SENTRY_API_TOKEN cannot read all that is needed",
      `${host} refused part of what must be read, because the token lacks ${missing.join(" and ")} or is for another project.`,
      TOKEN,
    );
  if (isStatus(project, 404) || isOwn === false)
    return fail(
      "project_other",
      "SENTRY_URL is another Bugsink than SENTRY_DSN",
      `${host} has no project with the number ${number} and the key of SENTRY_DSN.`,
      "SENTRY_URL=<the server that SENTRY_DSN belongs to>",
    );
  return null;
}
