import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { PageLink } from "./page.js";

/** What is known of the Sentry that remedies speak of. */
export interface SentryPlace {
  /** Where people open it, without a slash at its end. */
  webUrl: string;
  /** The organisation's slug; null where nobody said. */
  org: string | null;
  /** The project's number. */
  project: string;
  /** Its slug; null until Sentry has said it: a DSN does not. */
  slug: string | null;
}

type Page = (place: { org: string; project: string; slug: string | null }) => { name: string; path: string };

/**
 * Pages of Sentry's web interface by their addresses (read in its source, static/app/router/routes.tsx), which its own
 * service takes too, and leads to the organisation's host. Where a project's slug is not known, the list of projects leads
 * to its settings.
 */
const inProject =
  (name: string, path: string): Page =>
  ({ org, slug }) =>
    slug === null
      ? { name: "Settings, Projects", path: `settings/${org}/projects/` }
      : { name, path: `settings/${org}/projects/${slug}/${path}` };
const KEYS = inProject("Client Keys", "keys/");
const GENERAL = inProject("General Settings", "");
const FILTERS = inProject("Inbound Filters", "filters/data-filters/");
const STATS: Page = ({ org, project }) => ({
  name: "Stats & Usage",
  path: `organizations/${org}/stats/?project=${project}`,
});
const PRIVACY: Page = ({ org }) => ({
  name: "Settings, Security & Privacy",
  path: `settings/${org}/security-and-privacy/`,
});
const INTEGRATIONS: Page = ({ org }) => ({
  name: "Settings, Custom Integrations",
  path: `settings/${org}/developer-settings/`,
});
const TOKENS: Page = () => ({
  name: "Settings, Account, Personal Tokens",
  path: "settings/account/api/auth-tokens/",
});

const OF_CAUSES: Readonly<Partial<Record<CauseCode, Page>>> = {
  dsn_absent: KEYS,
  dsn_malformed: KEYS,
  dsn_rejected: KEYS,
  browser_origin_refused: GENERAL,
  project_not_found: KEYS,
  discards_filtered: FILTERS,
  ingest_rate_limited: STATS,
  dropped_backoff: STATS,
  accepted_not_stored: STATS,
  discards_limited: STATS,
  spans_not_stored: STATS,
  message_scrubbed: PRIVACY,
  message_changed: PRIVACY,
  tags_scrubbed: PRIVACY,
  field_scrubbed: PRIVACY,
  data_scrubbed: PRIVACY,
  read_account: INTEGRATIONS,
  no_read_token: TOKENS,
  read_unauthorized: TOKENS,
  read_forbidden: TOKENS,
};
/** By the codes of causes, and of the doctor's findings. */
const PAGE_OF: ReadonlyMap<string, Page> = new Map([
  ...Object.entries(OF_CAUSES),
  ["dsn_key_refused", KEYS],
  ["dsn_project_unknown", KEYS],
  ["dsn_refused", KEYS],
  ["ingest_project_not_found", KEYS],
  ["filter_drops_release", FILTERS],
  ["filter_drops_checks", FILTERS],
  ["filter_drops_localhost", FILTERS],
  ["filters_active", FILTERS],
  ["project_scrubs_data", inProject("Security & Privacy", "security-and-privacy/")],
  ["read_account_refused", INTEGRATIONS],
  ["read_token_missing", TOKENS],
  ["read_token_refused", TOKENS],
  ["read_scopes_missing", TOKENS],
]);

export function sentryPage(code: string, { webUrl, org, project, slug }: SentryPlace): PageLink | null {
  const page = PAGE_OF.get(code);
  if (!page || (org === null && page !== TOKENS)) return null;
  const { name, path } = page({
    org: encodeURIComponent(org ?? ""),
    project: encodeURIComponent(project),
    slug: slug && encodeURIComponent(slug),
  });
  return { name: `${name} in Sentry`, href: `${webUrl}/${path}` };
}
