import type { ReadFacts, SentryFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";
import type { Outcome } from "#network/outcome.js";
import { failureChange, failureSaid, isGood, isSlow, isStatus } from "#network/outcome.js";
import { type Problem, unset } from "#verdict/text/unset.js";
import { examineBugsink } from "./bugsink.js";
import { refusedBySomebody, unexpected, unread } from "./refused.js";

const UNREAD = unread("Sentry");
const NEEDED = ["project:read", "event:read", "org:read"] as const;
const TOKEN =
  "SENTRY_API_TOKEN=<a token with the scopes project:read, event:read and org:read: Sentry, User settings, Personal tokens>";

const fail = (code: string, title: string, what: string, change: string): Finding => ({
  code,
  level: "fail",
  title,
  what,
  why: UNREAD,
  change,
});
const warn = (code: string, title: string, what: string, change: string): Finding => ({
  ...fail(code, title, what, change),
  level: "warn",
});

/** Whether events can be read back: token, scopes, organisation, project. */
export function examineRead(facts: SentryFacts, problems: readonly Problem[] = []): Finding[] {
  const { token, read, ingest, backend } = facts;
  if (backend === "glitchtip") return [unsupported(facts)];
  if (backend === "bugsink" && !(token && facts.unnamed)) return examineBugsink(facts, problems);
  const lacking = examineSettings(facts, problems);
  if (lacking) return [lacking];
  // Without a DSN nobody knows the project; the DSN's own finding says so.
  if (!read) return [];
  const trouble = examineApi(read) ?? odd(read);
  if (trouble) return [trouble];
  const findings = [...examineScopes(read), ...examineNames(read, ingest.project)];
  if (findings.length > 0) return findings;
  return [
    {
      code: "read_ok",
      level: "ok",
      title: "Reading events back",
      what: `The token can read project ${ingest.project} of the organisation ${read.org} at ${read.host}.`,
      why: "",
      change: "",
    },
  ];
}

const unsupported = ({ unnamed, ingest, apiHost, version }: SentryFacts): Finding => ({
  ...fail(
    "backend_unsupported",
    "Roundtrip cannot read events back from this server",
    `${unnamed ? ingest.host : apiHost} says that it is ${`GlitchTip ${version ?? ""}`.trim()}.`,
    "SENTRY_URL=<the web address of a Sentry or a Bugsink that takes this app's events>: Roundtrip reads from no other.",
  ),
  why: "No check can pass until Roundtrip can read events back: an event that was only accepted is no proof.",
});

/** What must be set, and must answer, before the API can be asked anything. */
function examineSettings(facts: SentryFacts, problems: readonly Problem[]): Finding | null {
  const { token, org, ingest, apiHost } = facts;
  if (!token)
    return warn(
      "read_token_missing",
      "No token to read events with",
      `${unset("SENTRY_API_TOKEN", problems)}.`,
      TOKEN,
    );
  if (facts.unnamed)
    return fail(
      "sentry_url_missing",
      "Roundtrip does not know where to read events back",
      `${unset("SENTRY_URL", problems)}. Roundtrip would read from ${apiHost}, but SENTRY_DSN sends events to ${ingest.host}.`,
      "SENTRY_URL=<the web address of the Sentry or Bugsink that takes them>; https://sentry.io where that host is a relay to Sentry's own service",
    );
  if (facts.slow) return apiFailed(apiHost, { kind: "failed", reason: "timeout", code: "timeout" });
  if (org) return null;
  // Nobody knows yet whether it is a Bugsink, which has no organisation.
  if (facts.silent !== null)
    return fail(
      "api_unreachable",
      "The server at SENTRY_URL did not say what it is",
      `${apiHost} ${facts.silent}.`,
      `Correct SENTRY_URL, or let ${apiHost} answer this server. Then examine again: what else is needed depends on what it is.`,
    );
  return warn(
    "read_org_missing",
    "No organisation",
    `SENTRY_API_TOKEN is set. ${unset("SENTRY_ORG", problems)}.`,
    "SENTRY_ORG=<the organisation's slug, as in Sentry's addresses>",
  );
}

const apiFailed = (host: string, failed: Extract<Outcome, { kind: "failed" }>): Finding =>
  fail(
    isSlow(failed) ? "api_timeout" : "api_unreachable",
    isSlow(failed) ? "Sentry's API does not answer in time" : "Sentry's API cannot be reached",
    failureSaid(host, failed),
    failureChange(host, "SENTRY_URL", failed),
  );

/** Trouble that makes every other answer worthless. */
function examineApi(read: ReadFacts): Finding | null {
  const { host } = read;
  const asked = [read.root, read.organisation, read.project, read.event, read.search];
  const some = (test: (one: Outcome) => boolean) => asked.find(test);
  for (const one of asked) {
    if (one.kind === "failed") return apiFailed(host, one);
  }
  if (read.account !== null)
    return fail(
      "read_account_refused",
      "Sentry refuses the owner of SENTRY_API_TOKEN",
      `${host} answered ${read.account}.`,
      "SENTRY_API_TOKEN=<a token of an internal integration: Sentry, Settings, Custom Integrations>. It belongs to nobody's account; another personal token of the same owner fails in the same way.",
    );
  if (read.foreign !== null) {
    const line = read.foreign === 404 ? "correct SENTRY_URL and SENTRY_ORG" : TOKEN;
    return { ...refusedBySomebody(host, read.foreign, "Sentry", line), why: UNREAD };
  }
  if (read.denied !== null)
    return fail(
      "read_denied",
      "Sentry refuses to be read, and says why",
      `${host} answered 403, for this reason: "${read.denied}".`,
      "Read that reason: the token may be right. If it names a product, take a plan that has it (Sentry, Settings, Subscription), or switch its feature on if you host Sentry yourself.",
    );
  if (some((one) => isStatus(one, 401) && one.kind === "answered" && one.json))
    return fail("read_token_refused", "Sentry refuses SENTRY_API_TOKEN", `${host} answered 401.`, TOKEN);
  if (some((one) => isStatus(one, 429)))
    return warn(
      "api_rate_limited",
      "Sentry's API is busy with this token",
      `${host} answered 429: others use up the rate limit.`,
      "LOOKUPS_PER_SECOND=2, or a token of its own for this app",
    );
  if (some((one) => one.kind === "answered" && one.status >= 500))
    return warn(
      "api_error",
      "Sentry's API is in trouble",
      `${host} answered with an error of its own.`,
      "Read status.sentry.io, or the log of your own Sentry; then examine again.",
    );
  // Whoever asks for a payment may stand before Sentry, and speak in words of its own.
  if (some((one) => isStatus(one, 402))) return odd(read);
  if (!read.isSentry || some((one) => one.kind === "answered" && (one.redirect !== null || !one.json)))
    return fail(
      "api_not_sentry",
      "The server at SENTRY_URL is not Sentry's API",
      `${host} answers, but not as Sentry's API does: a login page, a proxy, or another server.`,
      "SENTRY_URL=https://sentry.io, or the address of your own Sentry without a path",
    );
  return null;
}

function odd({ host, organisation, project, event, search, root }: ReadFacts): Finding | null {
  const found = unexpected(host, [root, organisation, project, event, search], "Sentry");
  return found && { ...found, why: UNREAD };
}

const holds = (scopes: readonly string[], needed: string): boolean => {
  const [subject] = needed.split(":");
  return [needed, `${subject}:write`, `${subject}:admin`].some((one) => scopes.includes(one));
};

function examineScopes(read: ReadFacts): Finding[] {
  const { organisation, project, event, search, scopes, host, org } = read;
  const refused = [organisation, project, event, search].filter((one) => isStatus(one, 403));
  if (refused.length === 0) return [];
  const seen = new Set<string>();
  if (isStatus(project, 403)) seen.add("project:read");
  if (isStatus(event, 403) && !isStatus(project, 403)) seen.add("event:read");
  if (isStatus(organisation, 403)) seen.add("org:read");
  if (isStatus(search, 403) && !isStatus(organisation, 403)) seen.add("event:read");
  const missing = scopes === null ? [...seen] : NEEDED.filter((one) => !holds(scopes, one));
  if (missing.length > 0)
    return [
      fail(
        "read_scopes_missing",
        "SENTRY_API_TOKEN lacks scopes",
        `${host} refused part of what must be read; missing: ${missing.join(", ")}.`,
        TOKEN,
      ),
    ];
  return [
    fail(
      "read_project_forbidden",
      "The token may not see this project",
      `The token has the scopes, but ${host} refuses the project to it: its owner is in no team of the project.`,
      `Add the token's owner to a team of the project in ${org}, or make the token as an internal integration.`,
    ),
  ];
}

function examineNames(read: ReadFacts, project: string): Finding[] {
  const { organisation, org, host } = read;
  if (isStatus(organisation, 404))
    return [
      fail(
        "org_unknown",
        "The token sees no such organisation",
        `${host} knows no organisation "${org}" that this token may see.`,
        "SENTRY_ORG=<the organisation's slug, as in Sentry's addresses>",
      ),
    ];
  if (isStatus(read.project, 404))
    return [
      fail(
        "project_unknown",
        "The project is not in this organisation",
        `Organisation "${org}" has no project ${project}, the one that SENTRY_DSN names.`,
        "Take SENTRY_DSN from a project of SENTRY_ORG, or set SENTRY_ORG to the DSN's organisation.",
      ),
    ];
  if (isGood(read.project) && read.projectId !== project)
    return [
      fail(
        "project_other",
        "Another project answers",
        `${host} was asked for project ${project} and answered about another one.`,
        "SENTRY_URL=<the Sentry that SENTRY_DSN belongs to>",
      ),
    ];
  return [];
}
