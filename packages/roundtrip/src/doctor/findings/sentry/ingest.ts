import type { SentryFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";
import { failureChange, failureSaid, isGood, isSlow, isStatus, type Outcome } from "#network/outcome.js";
import { namedFor, nameOf } from "#verdict/causes/backends/name.js";
import { forBackend } from "#verdict/causes/backends/words.js";
import { cause } from "#verdict/causes/catalogue.js";
import { examineTunnel } from "./tunnel.js";

const hasOwnWords = (backend: SentryFacts["backend"]): boolean =>
  backend === "bugsink" || backend === "glitchtip";
const copyFrom = (backend: SentryFacts["backend"]) =>
  hasOwnWords(backend)
    ? `SENTRY_DSN=<the DSN that ${nameOf(backend)} shows in the project's settings>`
    : "SENTRY_DSN=<the DSN from Sentry: Settings, Projects, Client Keys>";
type Answer = Exclude<Outcome, { kind: "failed" }>;
const LOST = "Every error of this app is lost at this place.";

const fail = (code: string, title: string, what: string, change: string, why = LOST): Finding => ({
  code,
  level: "fail",
  title,
  what,
  why,
  change,
});

/** The DSN, and whether what it names takes envelopes, in the words of that backend. */
export function examineIngest(facts: SentryFacts): Finding {
  const { title, what, why, change, ...rest } = examine(facts);
  const said = (sentence: string) => namedFor(sentence, facts.backend);
  return { ...rest, title: said(title), what: said(what), why: said(why), change: said(change) };
}

function examine(facts: SentryFacts): Finding {
  const { dsn, host, outcome } = facts.ingest;
  const copy = copyFrom(facts.backend);
  if (dsn === "absent")
    return fail(
      "dsn_absent",
      "No DSN",
      "SENTRY_DSN is not set.",
      copy,
      "The Sentry SDK is not started without one, and no error leaves this app.",
    );
  if (dsn === "malformed" || outcome === null)
    return fail(
      "dsn_malformed",
      "The DSN cannot be read",
      "SENTRY_DSN is set, but it is not of the form https://KEY@HOST/PROJECT.",
      copy,
      "The Sentry SDK is not started with it, and no error leaves this app.",
    );
  if (facts.tunnel) return examineTunnel(facts.tunnel);
  if (outcome.kind === "failed")
    return fail(
      isSlow(outcome) ? "ingest_timeout" : "ingest_unreachable",
      isSlow(outcome) ? "Sentry does not answer in time" : "Sentry cannot be reached",
      failureSaid(host, outcome),
      failureChange(host, "SENTRY_DSN", outcome),
    );
  if (outcome.redirect !== null)
    return fail(
      "ingest_redirected",
      "The DSN's host redirects",
      `${host} sends envelopes on to ${outcome.redirect}.`,
      `Let nothing between this server and ${host}, such as a login or a proxy, send envelopes on. If ${outcome.redirect} is Sentry itself: ${copy}`,
      "The SDK does not follow redirects, so no event arrives.",
    );
  return limited(facts, outcome) ?? answered(facts, outcome);
}

/** A Bugsink refuses in words of its own. */
const isForeign = ({ ingest, backend }: SentryFacts): boolean => ingest.foreign && backend !== "bugsink";

/** What the answer says of limits; null: it takes errors, and everything else. */
function limited(facts: SentryFacts, outcome: Answer): Finding | null {
  const { ingest, backend } = facts;
  const categories = limitedCategories(ingest.limits);
  const isUnnamed = isStatus(outcome, 429) && categories.length === 0 && !isForeign(facts);
  if (categories.includes("error") || categories.includes(EVERY) || isUnnamed)
    return fail(
      "ingest_rate_limited",
      "Sentry takes no errors now",
      hasOwnWords(backend)
        ? "Sentry answered with a rate limit."
        : "Sentry answered with a rate limit: the quota, spike protection or the key's own limit is reached.",
      forBackend(cause("ingest_rate_limited"), backend).remedy,
      "Until the limit ends, errors are refused and not sent again.",
    );
  // A Bugsink says so with every answer: it keeps errors, and has no quota of the rest.
  if (categories.length === 0 || backend === "bugsink") return null;
  return {
    code: "ingest_limits_others",
    level: "note",
    title: "Sentry limits something other than errors",
    what: `Sentry answered with a rate limit for ${categories.join(", ")}.`,
    why: "Sentry still takes errors. It refuses what is limited, and the SDK does not send it again.",
    change: `Raise that quota in Sentry${backend === "glitchtip" ? "" : " (Settings, Subscription)"}, or lower SENTRY_TRACE_SAMPLE_RATE if it is spans.`,
  };
}

/** Who answered, and whether it takes errors of this key. */
function answered(facts: SentryFacts, outcome: Answer): Finding {
  const { ingest, read, apiHost, backend } = facts;
  const place = { host: ingest.host, project: ingest.project, copy: copyFrom(backend) };
  const { host, project } = place;
  if (isGood(outcome))
    return {
      code: "ingest_ok",
      level: "ok",
      title: "DSN",
      what: `${host} takes envelopes of this key for project ${project}.`,
      why: "",
      change: "",
    };
  if (isForeign(facts) && isStatus(outcome, ...OF_SENTRY)) return notSentry(host, apiHost, outcome.status);
  // Sentry refuses in JSON; a Bugsink with a page.
  const refuses = isStatus(outcome, 401, 403) && outcome.json;
  if (refuses || (backend === "bugsink" && isStatus(outcome, 403)))
    return refused(place, outcome.status, read);
  // A GlitchTip's word for a key that is no key.
  const status = backend === "glitchtip" && outcome.status === 422 ? 400 : outcome.status;
  const trouble = outcome.json ? refusedAnyway(place, status) : null;
  if (trouble) return trouble;
  if (isStatus(outcome, 413))
    return fail(
      "ingest_too_large",
      "Something refuses even a small envelope as too large",
      `${host} answered 413 to an envelope of a few bytes.`,
      `Raise the body limit of the proxy before ${host}: client_max_body_size 20m; in nginx.`,
    );
  if (isStatus(outcome, 200, 405) || !outcome.json) return notSentry(host, apiHost, outcome.status);
  return fail(
    "ingest_error",
    "Sentry's ingest is in trouble",
    `${host} answered ${outcome.status} to an envelope.`,
    hasOwnWords(backend)
      ? `Read the log of your ${nameOf(backend)} and of the proxy before it; then examine again.`
      : "Read status.sentry.io, or the log of your own Sentry and the proxy before it; then examine again.",
  );
}

/** Refusals that are Sentry's only in its own words; the same as those that `verify` asks about. */
const OF_SENTRY = [400, 401, 403, 405, 406, 429];

const notSentry = (host: string, apiHost: string, status: number): Finding =>
  fail(
    "ingest_not_sentry",
    "The server in SENTRY_DSN is not Sentry",
    `${host} answered ${status}, but not as Sentry's ingest does.`,
    `Correct the host in SENTRY_DSN (the API is ${apiHost}), or let the proxy or firewall before it pass POST /api/NUMBER/envelope/ unchanged.`,
  );

interface Place {
  host: string;
  project: string;
  /** The line that says where to copy the DSN from. */
  copy: string;
}

/** What Sentry refuses whatever the key: the same words as the causes of `verify`. */
function refusedAnyway({ host, project, copy }: Place, status: number): Finding | null {
  if (status === 404)
    return fail(
      "ingest_project_not_found",
      "There is no such project or path",
      `${host} answered 404 for project ${project}.`,
      `Correct host and project number: ${copy}`,
    );
  if (status === 400)
    return fail(
      "ingest_bad_request",
      "Sentry could not read the envelope",
      `${host} answered 400.`,
      `Let the proxy or tunnel before ${host} pass bodies and headers unchanged; a key that is not of Sentry's form is answered so, too: ${copy}`,
    );
  return null;
}

/** Sentry refuses an unknown key and an unknown project in the same words; the API tells them apart. */
function refused({ host, project, copy }: Place, status: number, read: SentryFacts["read"]): Finding {
  const what = `${host} refused the key of SENTRY_DSN for project ${project} (${status}).`;
  if (read && isGood(read.project))
    return fail(
      "dsn_key_refused",
      "Sentry refuses the DSN's key",
      `${what} The project exists, so the key is wrong, disabled or another project's.`,
      copy,
    );
  if (read && isGood(read.organisation) && isStatus(read.project, 404))
    return fail(
      "dsn_project_unknown",
      "The token sees no such project",
      `${what} Organisation ${read.org} has no project ${project} that the token may see.`,
      copy,
    );
  return fail("dsn_refused", "Sentry refuses the DSN", `${what} Key or project is wrong.`, copy);
}

/** In the place of categories: all of them. */
const EVERY = "everything";

/** `60:error;transaction:key, 2700::organization`: no category at all means every one. */
function limitedCategories(limits: string | null): string[] {
  return (limits ?? "").split(",").flatMap((one) => {
    const [seconds = "", categories = ""] = one.trim().split(":");
    if (!(Number(seconds) > 0)) return [];
    return categories === "" ? [EVERY] : categories.split(";");
  });
}
