import { describe, expect, it } from "vitest";
import { CAUSES, type CauseCode, cause } from "#verdict/causes/catalogue.js";
import { judge } from "#verdict/judge/run.js";
import { CASES } from "#verdict/testing/all-situations.js";
import { ofSentryIn } from "#verdict/testing/of-sentry.js";
import { checkNamed, runOf } from "#verdict/testing/runs.js";
import { BUGSINK } from "./bugsink.js";
import { GLITCHTIP } from "./glitchtip.js";
import { forBackend } from "./words.js";

/** What asking a server what it is may end in; with credentials nobody asks a GlitchTip. */
const ASKED =
  /^(no_|read_(unsupported|unreachable|timeout|rate_limited|server_error|tls|redirected|not_json|truncated|bad_request)$)/;
/** What a Bugsink never leads to: it has no organisations, searches no spans, and keeps no statistics of what it discards. */
const NEVER_BUGSINK =
  /^(no_organisation|wrong_organisation|wrong_project|read_(account|denied|unsupported)|discards_(filtered|limited|invalid|none)|spans_(not_stored|at_rate_zero|not_told_apart)|trace_(route|task|browser)_missing|trace_(broken|unlinked)|trace_browser_apart|redis_spans_missing|source_(maps?_|not_original|elsewhere))/;
/** Nothing is read back from a GlitchTip: what a stored event shows, or a search, is never said of it. */
const isOfGlitchTip = (code: CauseCode): boolean => {
  const { stage } = CAUSES[code];
  if (["fired", "raised", "captured", "accepted", "dropped"].includes(stage)) return true;
  return ASKED.test(code);
};
const codes = Object.keys(CAUSES) as CauseCode[];

const BACKENDS = [
  ["bugsink", codes.filter((code) => !NEVER_BUGSINK.test(code))],
  ["glitchtip", codes.filter(isOfGlitchTip)],
] as const;

describe.each(BACKENDS)("for somebody who uses %s", (backend, reached) => {
  it.each(reached)("%s names no page, menu, service or server that only Sentry has", (code) => {
    const { summary, remedy } = forBackend(cause(code, { reach: "" }), backend);
    expect(ofSentryIn(`${summary} ${remedy}`)).toEqual([]);
  });
});

it.each([
  ["bugsink", BUGSINK],
  ["glitchtip", GLITCHTIP],
] as const)("%s has words of its own for causes that are there", (_, words) => {
  expect(Object.keys(words).filter((code) => !codes.includes(code as CauseCode))).toEqual([]);
});

/** Each cause that a situation has, as it is said where GlitchTip or Bugsink answers. */
it.each(["bugsink", "glitchtip"] as const)("a run of %s is told in that backend's words", (backend) => {
  const reached = new Map(BACKENDS.map(([name, of]) => [name, new Set<string>(of)]));
  for (const one of CASES) {
    const check = checkNamed(one.check);
    const run = runOf(check, { ...one.run, backend });
    const { cause: found } = judge(check, run, one.evidence(run), one.now);
    if (!found || !reached.get(backend)?.has(found.code)) continue;
    expect(ofSentryIn(`${found.summary} ${found.remedy}`)).toEqual([]);
  }
});

it.each(["sentry-saas", "sentry-self-hosted", null, undefined] as const)(
  "for %s a cause stays as it is",
  (backend) => {
    for (const code of codes) expect(forBackend(cause(code), backend)).toEqual(cause(code));
  },
);
