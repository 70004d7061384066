import { type InngestPlace, inngestPage } from "./inngest.js";
import { type SentryPlace, sentryPage } from "./sentry.js";

export interface PageLink {
  /** Goes on from "Open": "Client Keys in Sentry". */
  name: string;
  href: string;
}

/** Where remedies send people; null: nobody has said where that is, or there is none. */
export interface Places {
  sentry: SentryPlace | null;
  inngest: InngestPlace | null;
}

/**
 * The page of Sentry or Inngest that the remedy of a cause, or of a finding of the doctor, names; null where it names none, or
 * where its address is not known for certain.
 */
export const pageNamed = (code: string, { sentry, inngest }: Places): PageLink | null =>
  (sentry && sentryPage(code, sentry)) ?? (inngest && inngestPage(code, inngest));
