import { allChecks } from "#checks/catalogue.js";
import { CHECK_TYPES, IGNORED_ERROR, messageOf } from "#checks/message.js";
import type { FilterFacts, SentryFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";
import { examineScrubbing } from "#doctor/findings/sdk/scrubbing.js";
import { isGood, isStatus } from "#network/outcome.js";
import { examineClock } from "./clock.js";
import { examineMaps } from "./maps.js";

/** The release as Sentry has it, its inbound filters, and its clock. */
export const examineProject = (facts: SentryFacts, inngestSkewMs: number | null = null): Finding[] => [
  ...examineRelease(facts),
  ...examineMaps(facts),
  ...examineFilters(facts),
  ...examineScrubbing(facts),
  ...examineClock(facts.skewMs, inngestSkewMs),
];

function examineRelease({ read, release }: SentryFacts): Finding[] {
  if (!read) return [];
  if (isGood(read.release))
    return [
      {
        code: "release_ok",
        level: "ok",
        title: "Release",
        what: `Sentry knows ${release}.`,
        why: "",
        change: "",
      },
    ];
  // Where the organisation cannot be read, its releases are 404 as well: that says nothing of this one.
  if (!isStatus(read.release, 404) || !isGood(read.organisation)) return [];
  return [
    {
      code: "release_unknown",
      level: "note",
      title: "Sentry does not know this release yet",
      what: `No event and no upload has named ${release} so far.`,
      why: "Sentry creates it with its first event. Until then Sentry cannot show its deploys.",
      change: "Run the checks once, or create the release when the app is built (SENTRY_AUTH_TOKEN).",
    },
  ];
}

/** A glob of Sentry's filters: `*` is anything, case does not matter, the whole text matches. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split(/\*+/);
  const whole = text.toLowerCase();
  const last = parts.pop() ?? "";
  const first = parts.shift();
  if (first === undefined) return whole === last;
  const end = whole.length - last.length;
  if (!whole.startsWith(first) || !whole.endsWith(last) || end < first.length) return false;
  let offset = first.length;
  for (const part of parts) {
    const found = whole.indexOf(part, offset);
    if (found === -1 || found + part.length > end) return false;
    offset = found + part.length;
  }
  return true;
}

/** What Sentry compares a message filter with, for each error that it must store. */
const checkLines = (): string[] =>
  allChecks().flatMap(({ name, parts }) =>
    [...new Set([...CHECK_TYPES, ...parts.map(({ content }) => content.type)])]
      .filter((type) => type !== IGNORED_ERROR)
      .map((type) => `${type}: ${messageOf(type, name, "0".repeat(32))}`),
  );
const SETTINGS = "In Sentry: Settings, Projects, this project, Inbound Filters";

const filterFinding = (
  code: string,
  level: Finding["level"],
  title: string,
  what: string,
  change: string,
): Finding => ({
  code,
  level,
  title,
  what,
  why: "Sentry answers 200 to what a filter matches, and never stores it.",
  change,
});

function examineFilters({ read, release, local }: SentryFacts): Finding[] {
  if (!read) return [];
  if (!read.filters)
    // Who may have refused it is said elsewhere.
    return isStatus(read.filterList, 403) && read.foreign === null
      ? [
          filterFinding(
            "filters_unseen",
            "note",
            "Inbound filters cannot be seen",
            "The token cannot read the project's inbound filters.",
            "Give the token the scope project:read.",
          ),
        ]
      : [];
  return [...matchingFilters(read.filters, release, local), ...otherFilters(read.filters, local)];
}

function matchingFilters(filters: FilterFacts, release: string, local: boolean): Finding[] {
  const found: Finding[] = [];
  const byRelease = filters.releases.find((pattern) => matches(pattern, release));
  if (byRelease !== undefined)
    found.push(
      filterFinding(
        "filter_drops_release",
        "fail",
        "A filter drops this release",
        `The release filter "${byRelease}" matches ${release}: every event of this app is dropped.`,
        `${SETTINGS}, Releases: remove "${byRelease}".`,
      ),
    );
  const lines = checkLines();
  const byMessage = filters.messages.find((one) => lines.some((line) => matches(one, line)));
  if (byMessage !== undefined)
    found.push(
      filterFinding(
        "filter_drops_checks",
        "fail",
        "A filter drops the checks' errors",
        `The message filter "${byMessage}" matches the errors that checks raise.`,
        `${SETTINGS}, Error Message: narrow "${byMessage}".`,
      ),
    );
  if (local && filters.active.includes("localhost"))
    found.push(
      filterFinding(
        "filter_drops_localhost",
        "fail",
        "A filter drops this app's events",
        "The filter for events from localhost is on, and this app's address is a local one.",
        `${SETTINGS}: switch off "Filter out events coming from localhost", or set APP_URL to a public address.`,
      ),
    );
  return found;
}

function otherFilters(filters: FilterFacts, local: boolean): Finding[] {
  const named = filters.active.filter((id) => !(local && id === "localhost"));
  const texts = [
    filters.releases.length > 0 ? `${filters.releases.length} by release` : "",
    filters.messages.length > 0 ? `${filters.messages.length} by message` : "",
    filters.addresses.length > 0 ? `${filters.addresses.length} by address` : "",
  ].filter(Boolean);
  const all = [...named, ...texts];
  if (all.length === 0)
    return [
      {
        code: "filters_ok",
        level: "ok",
        title: "Inbound filters",
        what: "The project has no inbound filter switched on that could drop an event.",
        why: "",
        change: "",
      },
    ];
  return [
    filterFinding(
      "filters_active",
      "note",
      "Inbound filters are on",
      `On in this project: ${all.join(", ")}.`,
      `${SETTINGS}: leave on what you mean to lose.`,
    ),
  ];
}
