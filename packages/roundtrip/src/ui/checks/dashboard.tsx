"use client";

import type { ReactNode } from "react";
import { hrefOf } from "#checks/mount/addresses.js";
import { Notice } from "#ui/parts/notice.js";
import { overall, verdictOf } from "#ui/runs/overall.js";
import { isBusy, stateOf } from "#ui/runs/state.js";
import { useRuns } from "#ui/runs/use-runs.js";
import { counted } from "#verdict/text/plural.js";
import { CheckCard } from "./card.js";
import { StatusHeader } from "./status-header.js";
import type { CheckSummary } from "./summary.js";

interface Props {
  checks: readonly CheckSummary[];
  /** What is still to be set up; rendered on the server. */
  setup: ReactNode;
  /** What is deployed; rendered on the server. */
  facts: ReactNode;
}

/** The live part of the page: the whole, then each check, in the catalogue's order. */
export function Dashboard({ checks, setup, facts }: Props) {
  const { state, phase, run, resume } = useRuns(checks);
  const deaf = phase === "server";
  const known = checks.map((check) => ({
    name: check.name,
    title: check.title,
    state: stateOf(state, check.name),
  }));
  const busy = known.every((one) => isBusy(one.state));
  const events = checks.reduce((sum, check) => sum + check.events, 0);
  const runAll = () => {
    for (const check of checks) run(check);
  };
  return (
    <>
      {state.notice ? <Notice trouble={state.notice} /> : null}
      <section
        aria-label="All checks together"
        className="flex flex-wrap items-center justify-between gap-x-10 gap-y-6 py-8 sm:py-12"
      >
        <StatusHeader
          whole={overall(known, state.memory)}
          segments={known.map((one) => ({ name: one.name, verdict: verdictOf(one.state) }))}
        />
        <div className="grid gap-1.5 max-sm:w-full">
          <button
            type="button"
            className="button button-strong"
            disabled={deaf}
            aria-disabled={busy}
            onClick={runAll}
          >
            {busy ? "Running all checks" : "Run all checks"}
          </button>
          <p className="label">Costs {counted(events, "event")} in Sentry</p>
        </div>
      </section>
      <noscript>
        <p className="pb-8 font-semibold">
          Without JavaScript this page neither runs checks nor shows their verdicts. The verdicts so far are
          in the <a href={hrefOf("/admin/sentry/history")}>history</a>.
        </p>
      </noscript>
      {setup}
      <div className="grid gap-x-14 gap-y-10 lg:grid-cols-[minmax(0,1fr)_17rem]">
        <section aria-labelledby="checks" aria-busy={phase !== "ready"}>
          <h2 id="checks" className="pb-3 text-lg">
            Checks
          </h2>
          {checks.map((check) => (
            <CheckCard
              key={check.name}
              check={check}
              state={stateOf(state, check.name)}
              memory={state.memory}
              deaf={deaf}
              onRun={() => run(check)}
              onResume={(id) => resume(check, id)}
            />
          ))}
        </section>
        {facts}
      </div>
      <div role="log" aria-live="polite" aria-label="Verdicts" className="sr-only">
        {state.announcements.map((one) => (
          <p key={one.id}>{one.text}</p>
        ))}
      </div>
    </>
  );
}
