import { describe, expect, it } from "vitest";
import { BUGSINK, forBackend } from "./backend-words.js";
import { CAUSES, type CauseCode, cause } from "./catalogue.js";

/** Pages, settings and services that Sentry has, and Bugsink has not. */
const OF_SENTRY =
  /Stats & Usage|Subscription|Client Keys|Inbound Filters?|Security & Privacy|status\.sentry\.io|Sentry's status|spike protection|Allowed Domains|personal token|Safe Fields|log of .*\b(relay|web)\b/i;

/** What a Bugsink never leads to: it has no organisations, searches no spans, and keeps no statistics of what it discards. */
const NEVER: readonly CauseCode[] = [
  "no_organisation",
  "no_sentry_url",
  "wrong_organisation",
  "wrong_project",
  "read_account",
  "discards_filtered",
  "discards_limited",
  "discards_invalid",
  "discards_none",
  "spans_not_stored",
  "source_maps_none",
  "source_maps_other_build",
  "source_maps_no_debug_ids",
  "source_map_missing",
  "source_not_original",
];

describe("for somebody who uses Bugsink", () => {
  const codes = (Object.keys(CAUSES) as CauseCode[]).filter((code) => !NEVER.includes(code));
  it.each(codes)("the remedy of %s names nothing that only Sentry has", (code) => {
    expect(forBackend(cause(code), "bugsink").remedy).not.toMatch(OF_SENTRY);
  });
  it.each(Object.keys(BUGSINK) as CauseCode[])("%s has a cause to stand for", (code) => {
    expect(CAUSES[code]).toBeDefined();
    expect(NEVER).not.toContain(code);
  });
});

it.each(["sentry-saas", "sentry-self-hosted", null, undefined] as const)(
  "for %s a cause stays as it is",
  (backend) => {
    for (const code of Object.keys(CAUSES) as CauseCode[])
      expect(forBackend(cause(code), backend)).toEqual(cause(code));
  },
);
