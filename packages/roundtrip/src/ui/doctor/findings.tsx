"use client";

import { useEffect, useState } from "react";
import { hrefOf } from "#checks/mount/addresses.js";
import type { DoctorAnswer, Finding, Level } from "#doctor/finding.js";
import { foundWith } from "#doctor/findings/sdk/browser.js";
import type { BrowserFacts } from "#sentry/sdk/state/facts.js";
import { Glyph, type Tone } from "#ui/checks/glyph.js";
import { bodyOf, FollowError, type Trouble, troubleFrom, unreachable } from "#ui/runs/trouble.js";
import { uncached } from "#ui/runs/uncached.js";
import { counted } from "#verdict/text/plural.js";

/** The app ends an examination within ten seconds, and repeats it once where answers came too late. */
const TIMEOUT_MS = 30_000;
const TONE: Readonly<Record<Level, Tone>> = { ok: "pass", note: "none", warn: "warn", fail: "fail" };
const WORD: Readonly<Record<Level, string>> = { ok: "OK", note: "Note", warn: "Warning", fail: "Failed" };

type State =
  | { at: "asking" }
  | { at: "failed"; trouble: Trouble }
  | { at: "found"; findings: readonly Finding[] };

const TOO_SLOW: Trouble = {
  ...unreachable,
  title: `The app did not answer within ${TIMEOUT_MS / 1000} s.`,
  detail: "It may be waiting for Sentry or Inngest. Examine again in a minute.",
};

async function examine(signal: AbortSignal): Promise<State> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const response = await uncached(fetch, hrefOf("/api/health/sentry/doctor"), { signal: limit });
    const body = await bodyOf(response);
    if (!isDoctors(body)) return { at: "failed", trouble: troubleFrom(response, body) };
    return { at: "found", findings: foundWith(body, await thisBrowser()) };
  } catch (error) {
    if (limit.aborted) return { at: "failed", trouble: TOO_SLOW };
    return { at: "failed", trouble: error instanceof FollowError ? error.trouble : unreachable };
  }
}

const isDoctors = (body: unknown): body is DoctorAnswer =>
  typeof body === "object" && body !== null && "findings" in body && Array.isArray(body.findings);

const thisBrowser = async (): Promise<BrowserFacts> =>
  (await import("#sentry/sdk/browser/facts.js")).browserFacts();

/** @param round a new one examines again */
export function DoctorFindings({ round }: { round: number }) {
  const [state, setState] = useState<State>({ at: "asking" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is what asks again
  useEffect(() => {
    const life = new AbortController();
    setState({ at: "asking" });
    void examine(life.signal).then((next) => {
      if (!life.signal.aborted) setState(next);
    });
    return () => life.abort();
  }, [round]);
  const wrong = state.at === "found" ? state.findings.filter(({ level }) => level !== "ok") : [];
  const well = state.at === "found" ? state.findings.filter(({ level }) => level === "ok") : [];
  return (
    <>
      <p role="status" className="font-semibold">
        {state.at === "asking" ? "Examining …" : null}
        {state.at === "failed" ? <Failed trouble={state.trouble} /> : null}
        {state.at === "found" ? summary(state.findings) : null}
      </p>
      {wrong.map((one) => (
        <Wrong key={`${one.code} ${one.title}`} finding={one} />
      ))}
      {well.length > 0 ? (
        <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[12rem_1fr]">
          {well.map((one) => (
            <div key={one.code} className="contents">
              <dt className="tone flex items-start gap-2.5" data-tone="pass">
                <span className="mt-1 text-(--tone)">
                  <Glyph tone="pass" />
                </span>
                {one.title}
              </dt>
              <dd className="text-muted wrap-anywhere max-sm:pl-[1.625rem]">{one.what}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </>
  );
}

const Failed = ({ trouble: { title, detail, signIn } }: { trouble: Trouble }) => (
  <>
    {title} <span className="font-normal">{detail}</span>{" "}
    {signIn ? (
      <a className="link" href={hrefOf("/admin/sentry/sign-in?next=/admin/sentry")}>
        Sign in
      </a>
    ) : null}
  </>
);

function summary(findings: readonly Finding[]): string {
  const count = (level: Level) => findings.filter((one) => one.level === level).length;
  const [failed, warnings, notes, ok] = (["fail", "warn", "note", "ok"] as const).map(count);
  const counts = [
    failed && `${failed} failed`,
    warnings && counted(warnings, "warning"),
    notes && counted(notes, "note"),
  ].filter(Boolean);
  return counts.length > 0 ? `${[...counts, `${ok} ok`].join(", ")}.` : `${ok} ok. Nothing to change.`;
}

function Wrong({ finding: { code, level, title, what, why, change } }: { finding: Finding }) {
  return (
    <div className="tone finding" data-tone={TONE[level]}>
      <p className="flex gap-2.5 font-semibold">
        <span className="mt-1 text-(--tone)">
          <Glyph tone={TONE[level]} />
        </span>
        <span>
          <span className="sr-only">{WORD[level]}: </span>
          {title}
        </span>
      </p>
      <p className="pl-[1.625rem] wrap-anywhere">
        {what} {why}
      </p>
      {change ? (
        <p className="pl-[1.625rem]">
          <span className="font-semibold text-(--tone)">Change: </span>
          <span className="code">{change}</span>
        </p>
      ) : null}
      <p className="label code pl-[1.625rem]">{code}</p>
    </div>
  );
}
