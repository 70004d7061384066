import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { PageLink } from "./page.js";

/**
 * The Inngest that remedies speak of: the production environment of Inngest Cloud, or a dev server on this machine. Where
 * people open any other one, nobody has said: a server's own address may be one for servers only.
 */
export type InngestPlace = { kind: "production" } | { kind: "dev"; url: string };

/** Inngest's own words and addresses (read in its source, ui/apps/dashboard/src/utils/urls.ts). */
const PRODUCTION = "https://app.inngest.com/env/production";
const EVENT_KEYS = { name: "Event Keys", path: "/manage/keys" };
const SIGNING_KEY = { name: "Signing Key", path: "/manage/signing-key" };
const FUNCTIONS = { name: "Functions", path: "/functions" };
const EVENTS = { name: "Events", path: "/events" };
const RUNS = { name: "Runs", path: "/runs" };

const OF_CAUSES: Readonly<Partial<Record<CauseCode, typeof RUNS>>> = {
  inngest_key_missing: EVENT_KEYS,
  inngest_key_rejected: EVENT_KEYS,
  task_call_refused: SIGNING_KEY,
  task_event_lost: FUNCTIONS,
  task_not_called: EVENTS,
  task_raised_nothing: RUNS,
};
const PAGE_OF: ReadonlyMap<string, typeof RUNS> = new Map([
  ...Object.entries(OF_CAUSES),
  ["inngest_event_key_missing", EVENT_KEYS],
  ["inngest_event_key_refused", EVENT_KEYS],
  ["inngest_signing_key_refused", SIGNING_KEY],
]);

/** What a dev server's first page leads to; it knows no keys. */
const IN_DEV: readonly unknown[] = [FUNCTIONS, EVENTS, RUNS];

export function inngestPage(code: string, place: InngestPlace): PageLink | null {
  const page = PAGE_OF.get(code);
  if (!page) return null;
  if (place.kind === "production")
    return { name: `${page.name} in Inngest`, href: `${PRODUCTION}${page.path}` };
  return IN_DEV.includes(page) ? { name: "the Inngest dev server", href: `${place.url}/` } : null;
}
