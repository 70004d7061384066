import { z } from "zod";

/**
 * The words in which Sentry's API refuses (sentry: api/authentication.py, api/exceptions.py, the event's endpoint; those of
 * Django REST framework), and Bugsink's (2.6: authentication.py, permissions.py, api_authorization.py). Others say
 * `detail`, too.
 */
const OWN_WORDS = [
  /^Authentication credentials were not provided\.$/,
  /^Invalid (token|org token|token header\. .*)$/,
  /^(Token expired|User inactive or deleted)\.?$/,
  /^You do not have permission to perform this action\.$/,
  /^The requested resource does not exist\.?$/,
  /^(Event|Project|Organization) not found\.?$/,
  /^Route not found, did you forget a trailing slash\?$/,
  /^(Invalid|Malformed) Bearer token\b/,
  /^Invalid Authorization: 'Bearer /,
  /^This token (does not have the required capability: |is not allowed to access this )/,
  /^The user bound to this token (is not an accepted member of|does not administer) this /,
  /^This (project|team) is not visible to the user bound to this token\.$/,
  /^No \w+ matches the given query\.$/,
  /^Not found\.$/,
];

/** Said of an organisation, whatever the token may (sentry: api/endpoints/organization_events.py). */
const OF_PLAN = /^Discover, Performance, or Explore is required to access this endpoint\.$/;

/** True where a 403 of the backend's own gives no reason, or one that another token may mend. */
export const isOfToken = (detail: string): boolean =>
  detail === "" || OWN_WORDS.some((words) => words.test(detail));

const Refusal = z.looseObject({
  detail: z.union([z.string(), z.looseObject({ code: z.string(), message: z.string() })]),
});

/** Of a question that cannot be answered (400, 422), a payment, or time: whoever says so, the remedy is the same. */
const SPEAK_FOR_THEMSELVES: ReadonlySet<number> = new Set([400, 402, 408, 422, 429]);

/** Refusals that a proxy or a firewall before the backend may have given as well. */
export const mayBeForeign = (status: number): boolean =>
  status >= 400 && status < 500 && !SPEAK_FOR_THEMSELVES.has(status);

/**
 * True where something in a refusal of the read API shows that Sentry or Bugsink gave it: a header that Sentry alone sends,
 * its form for errors with a code, or words of theirs.
 */
export function isOwnRefusal(body: unknown, headers: Headers): boolean {
  if ([...headers.keys()].some((name) => name.startsWith("x-sentry-"))) return true;
  // Sentry's, by which no browser opens a dialogue.
  if (/^xBasic\b/i.test(headers.get("www-authenticate") ?? "")) return true;
  const detail = Refusal.safeParse(body).data?.detail;
  if (typeof detail === "string") return [...OWN_WORDS, OF_PLAN].some((words) => words.test(detail));
  return detail !== undefined;
}
