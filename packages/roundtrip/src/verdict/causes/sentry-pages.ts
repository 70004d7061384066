import type { CauseCode } from "./catalogue.js";

/** What is known of the Sentry that remedies speak of. */
export interface SentryPlace {
  /** Where people open it, without a slash at its end. */
  webUrl: string;
  /** The organisation's slug; null where nobody said. */
  org: string | null;
  /** The project's number. */
  project: string;
}

interface Page {
  name: string;
  path: (org: string, project: string) => string;
}

/**
 * Pages of Sentry's web interface by their addresses (read in its source, static/app/router/routes.tsx), which its own
 * service takes too, and leads to the organisation's host. A project's settings need its slug, which a DSN does not tell:
 * the list of projects leads there.
 */
const PROJECTS: Page = { name: "Settings, Projects", path: (org) => `settings/${org}/projects/` };
const STATS: Page = {
  name: "Stats & Usage",
  path: (org, project) => `organizations/${org}/stats/?project=${project}`,
};
const PRIVACY: Page = {
  name: "Settings, Security & Privacy",
  path: (org) => `settings/${org}/security-and-privacy/`,
};
const INTEGRATIONS: Page = {
  name: "Settings, Custom Integrations",
  path: (org) => `settings/${org}/developer-settings/`,
};
const TOKENS: Page = {
  name: "Settings, Account, Personal Tokens",
  path: () => "settings/account/api/auth-tokens/",
};

const PAGE_OF: Readonly<Partial<Record<CauseCode, Page>>> = {
  dsn_absent: PROJECTS,
  dsn_malformed: PROJECTS,
  dsn_rejected: PROJECTS,
  browser_origin_refused: PROJECTS,
  project_not_found: PROJECTS,
  discards_filtered: PROJECTS,
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

const pageOf = (code: string): Page | undefined => (PAGE_OF as Readonly<Record<string, Page>>)[code];

/** The page of Sentry that a cause's remedy names; null where it names none. */
export const sentryPageOf = (code: string): string | null => pageOf(code)?.name ?? null;

/** Its address; null where it is not known. */
export function sentryPageLink(code: string, { webUrl, org, project }: SentryPlace): string | null {
  const page = pageOf(code);
  if (!page || (org === null && page !== TOKENS)) return null;
  return `${webUrl}/${page.path(encodeURIComponent(org ?? ""), encodeURIComponent(project))}`;
}
