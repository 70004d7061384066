import type { Finding } from "./doctor";
import type { SentryFacts } from "./doctor-facts";
import { failureChange, failureSaid, isGood, isStatus } from "./doctor-outcome";

const COPY = "SENTRY_DSN=<the DSN from Sentry: Settings, Projects, Client Keys>";
const LOST = "Every error of this app is lost at this place.";

const fail = (code: string, title: string, what: string, change: string, why = LOST): Finding => ({
  code,
  level: "fail",
  title,
  what,
  why,
  change,
});

/** The DSN, and whether Sentry takes envelopes sent to it. */
export function examineIngest({ ingest, read, apiHost, backend }: SentryFacts): Finding {
  const { dsn, host, project, outcome, limits } = ingest;
  if (dsn === "absent")
    return fail(
      "dsn_absent",
      "No DSN",
      "SENTRY_DSN is not set.",
      COPY,
      "The Sentry SDK is not started without one, and no error leaves this app.",
    );
  if (dsn === "malformed" || outcome === null)
    return fail(
      "dsn_malformed",
      "The DSN cannot be read",
      "SENTRY_DSN is set, but it is not of the form https://KEY@HOST/PROJECT.",
      COPY,
      "The Sentry SDK is not started with it, and no error leaves this app.",
    );
  if (outcome.kind === "failed")
    return fail(
      "ingest_unreachable",
      "Sentry cannot be reached",
      failureSaid(host, outcome),
      failureChange(host, "SENTRY_DSN", outcome),
    );
  if (outcome.redirect !== null)
    return fail(
      "ingest_redirected",
      "The DSN's host redirects",
      `${host} sends envelopes on to ${outcome.redirect}.`,
      `SENTRY_DSN=<the same with the host ${outcome.redirect}>`,
      "The SDK does not follow redirects, so no event arrives.",
    );
  if (isStatus(outcome, 429) || blocksErrors(limits))
    return fail(
      "ingest_rate_limited",
      "Sentry takes no errors now",
      "Sentry answered with a rate limit: the quota, spike protection or the key's own limit is reached.",
      "Raise the quota in Sentry (Settings, Subscription), or the limit of this key (Project, Client Keys).",
      "Until the limit ends, errors are refused and not sent again.",
    );
  if (isGood(outcome))
    return {
      code: "ingest_ok",
      level: "ok",
      title: "DSN",
      what: `${host} takes envelopes of this key for project ${project}.`,
      why: "",
      change: "",
    };
  // Sentry refuses in JSON; a Bugsink with a page.
  const refuses = isStatus(outcome, 400, 401, 403) && outcome.json;
  if (refuses || (backend === "bugsink" && isStatus(outcome, 403)))
    return refused(host, project, outcome.status, read);
  if (isStatus(outcome, 200, 404, 405) || !outcome.json)
    return fail(
      "ingest_not_sentry",
      "What answers is not Sentry",
      `${host} answered ${outcome.status}, but not as Sentry's ingest does.`,
      `Correct the host in SENTRY_DSN (the API is ${apiHost}), or the proxy that stands before it.`,
    );
  return fail(
    "ingest_error",
    "Sentry's ingest is in trouble",
    `${host} answered ${outcome.status} to an envelope.`,
    "Read status.sentry.io, or the log of your own Sentry and the proxy before it; then examine again.",
  );
}

/** Sentry refuses an unknown key and an unknown project in the same words; the API tells them apart. */
function refused(host: string, project: string, status: number, read: SentryFacts["read"]): Finding {
  const what = `${host} refused the key of SENTRY_DSN for project ${project} (${status}).`;
  if (read && isGood(read.project))
    return fail(
      "dsn_key_refused",
      "Sentry refuses the DSN's key",
      `${what} The project exists, so the key is wrong, disabled or another project's.`,
      COPY,
    );
  if (read && isGood(read.organisation) && isStatus(read.project, 404))
    return fail(
      "dsn_project_unknown",
      "The DSN's project does not exist",
      `${what} Organisation ${read.org} has no project ${project} that the token may see.`,
      COPY,
    );
  return fail("dsn_refused", "Sentry refuses the DSN", `${what} Key or project is wrong.`, COPY);
}

/** `60:error;transaction:key, 2700::organization`: no category at all means every one. */
function blocksErrors(limits: string | null): boolean {
  if (limits === null) return false;
  return limits.split(",").some((one) => {
    const [seconds = "", categories = ""] = one.trim().split(":");
    return Number(seconds) > 0 && (categories === "" || categories.split(";").includes("error"));
  });
}
