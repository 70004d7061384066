import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { requirePage } from "#access/authorize.js";
import { findCheck } from "#checks/catalogue.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { readRun } from "#runs/read/page.js";
import { Badge } from "#ui/checks/badge.js";
import { Result, Why } from "#ui/checks/result.js";
import { Track } from "#ui/checks/track.js";
import { PageHeader } from "#ui/parts/page-header.js";
import { StoreDownNote } from "#ui/parts/store-down.js";
import { toldOrigin } from "#ui/parts/told-origin.js";
import { runPage, stations, verdictText } from "#ui/runs/view.js";
import type { RunAnswer } from "#verdict/answer.js";
import { RUN_ID } from "#verdict/run.js";
import { stagesOf } from "#verdict/stages.js";

export const metadata: Metadata = { title: "Run", robots: { index: false }, referrer: "same-origin" };

/** One run under an address that can be passed on. It needs no script: what can be copied stands there, too. */
export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  await connection();
  const { id } = await params;
  await requirePage(runPage(id));
  if (!RUN_ID.test(id)) notFound();
  const answer = await readRun(id);
  if (answer === null) notFound();
  return (
    <div className="page">
      <PageHeader here="" />
      <main>
        {answer === "store down" ? (
          <StoreDownNote what="This run cannot be shown." />
        ) : (
          <Run answer={answer} />
        )}
      </main>
    </div>
  );
}

function RunHeader({ answer }: { answer: RunAnswer }) {
  const check = findCheck(answer.check);
  return (
    <header className="grid gap-3">
      <p className="label">
        One run of <span className="code">{check && hrefOf(check.path)}</span>
      </p>
      <h1>{check?.title}</h1>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
        <Badge verdict={answer.verdict} latencyMs={answer.latencyMs} />
        {answer.verdict === "pending" ? (
          <a className="quiet" href={runPage(answer.id)}>
            Look again
          </a>
        ) : null}
      </div>
    </header>
  );
}

const CallersOwn = ({ expects }: { expects: NonNullable<RunAnswer["callerExpects"]> }) => (
  <p>
    The caller of this run expected the release <span className="code">{expects.release}</span> and the
    environment <span className="code">{expects.environment}</span>, which is not what this app is configured
    with. The verdict is that caller's: status, history and alerts do not count it.
  </p>
);

async function Run({ answer }: { answer: RunAnswer }) {
  const origin = await toldOrigin();
  const check = findCheck(answer.check);
  return (
    <>
      <RunHeader answer={answer} />
      <Why answer={answer} />
      {check ? (
        <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[8.5rem_1fr]">
          <dt className="label leading-6">Raises</dt>
          <dd>{check.raises}</dd>
          <dt className="label mt-2 leading-6 sm:mt-0">Must be stored</dt>
          <dd>{check.holds}</dd>
        </dl>
      ) : null}
      {answer.callerExpects ? <CallersOwn expects={answer.callerExpects} /> : null}
      <Track stations={stations(check ? stagesOf(check) : [], answer)} tone={answer.verdict} />
      <Result answer={answer} origin={origin} now={Date.now()} own />
      {answer.verdict === "pending" ? null : (
        <details className="border-t border-rule pt-3">
          <summary className="quiet w-fit">The verdict as text</summary>
          <pre className="code mt-3 overflow-x-auto rounded-[3px] bg-faint p-4 whitespace-pre-wrap">
            {verdictText(answer, origin)}
          </pre>
        </details>
      )}
      <p className="border-t border-rule pt-4">
        <a className="quiet" href={hrefOf(`/admin/sentry/history?check=${answer.check}`)}>
          History of this check
        </a>
      </p>
    </>
  );
}
