"use client";

import { useEffect, useState } from "react";
import { BROWSER_FACTS } from "@/checks/browser-mark";
import type { DoctorAnswer, Finding, Level } from "@/checks/doctor";
import { type BrowserFacts, examineBrowser } from "@/checks/doctor-browser";
import { Glyph, type Tone } from "./glyph";

const TIMEOUT_MS = 15_000;
const TONE: Readonly<Record<Level, Tone>> = { ok: "pass", note: "none", warn: "warn", fail: "fail" };
const WORD: Readonly<Record<Level, string>> = { ok: "Well", note: "Note", warn: "Warning", fail: "Fails" };

type State = { at: "asking" } | { at: "failed"; why: string } | { at: "found"; findings: readonly Finding[] };

async function examine(signal: AbortSignal): Promise<State> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const response = await fetch("/api/health/sentry/doctor", { signal: limit });
    if (response.status === 401) return { at: "failed", why: "The session has ended. Sign in again." };
    if (!response.ok) return { at: "failed", why: `The app answered ${response.status}.` };
    const { findings, runs } = (await response.json()) as DoctorAnswer;
    return { at: "found", findings: [...findings, ...examineBrowser(await thisBrowser(), runs)] };
  } catch {
    return { at: "failed", why: "The app did not answer." };
  }
}

/** The SDK leaves a function that says how it stands; without it, it was never started. */
async function thisBrowser(): Promise<BrowserFacts> {
  const ask: unknown = Reflect.get(globalThis, BROWSER_FACTS);
  if (typeof ask === "function") return (await ask()) as BrowserFacts;
  return { configured: document.documentElement.hasAttribute("data-sentry"), started: false, cores: [] };
}

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
        {state.at === "failed" ? state.why : null}
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
              <dd className="text-muted max-sm:pl-[1.625rem]">{one.what}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </>
  );
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Level) => findings.filter((one) => one.level === level).length;
  const counts = (["fail", "warn", "note"] as const)
    .filter((level) => count(level) > 0)
    .map((level) => `${count(level)} × ${WORD[level].toLowerCase()}`);
  return counts.length > 0
    ? `${counts.join(", ")}; ${count("ok")} well.`
    : `All well: ${count("ok")} looked at.`;
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
      <p className="pl-[1.625rem]">
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
