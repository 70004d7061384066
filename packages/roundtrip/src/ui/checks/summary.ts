import { allChecks } from "#checks/catalogue.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { isListed } from "#state/listed-checks.js";
import type { StageName } from "#verdict/answer.js";
import { stagesOf } from "#verdict/stages.js";

/** What the page says of a check before it has run. */
export interface CheckSummary {
  name: string;
  title: string;
  raises: string;
  holds: string;
  path: string;
  stages: readonly StageName[];
  /** Only a browser can fire it: this page mints a run, and a frame of it raises the errors. */
  inBrowser: boolean;
  /** Its request goes out on a trace of its own, within a span of this browser. */
  tracing: boolean;
  /** Events that one run costs in Sentry. */
  events: number;
}

/** Of the checks that this app takes. Built on the server, so that the domain's parsers stay out of the browser. */
export const summaries = (traceRate: number): CheckSummary[] =>
  allChecks()
    .filter(({ name }) => isListed(name))
    .map((check) => ({
      name: check.name,
      title: check.title,
      raises: check.raises,
      holds: check.holds,
      path: hrefOf(check.path),
      stages: stagesOf(check, traceRate),
      inBrowser: check.page !== undefined,
      tracing: check.tracing === true,
      events: check.events,
    }));
