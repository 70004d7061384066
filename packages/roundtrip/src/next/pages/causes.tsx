import type { Metadata } from "next";
import { connection } from "next/server";
import { requirePage } from "#access/authorize.js";
import { Remedy } from "#ui/causes/remedy.js";
import { PageHeader } from "#ui/parts/page-header.js";
import { BUGSINK } from "#verdict/causes/backend-words.js";
import { CAUSES, type CauseCode } from "#verdict/causes/catalogue.js";
import { meaningOfCause } from "#verdict/causes/verdicts.js";
import { AFTERWARDS, STAGE_MEANINGS } from "#verdict/stage-meanings.js";

export const metadata: Metadata = { title: "Causes", robots: { index: false } };

const SECTIONS = Object.entries(STAGE_MEANINGS).map(([stage, meaning]) => ({
  stage,
  meaning,
  causes: Object.entries(CAUSES).filter(([, one]) => one.stage === stage),
}));

/** Every cause at an address of its own, for whoever follows the link of a verdict. It needs no script. */
export default async function CausesPage() {
  await connection();
  await requirePage("/admin/sentry/causes");
  return (
    <div className="mx-auto max-w-4xl px-4 sm:px-8">
      <PageHeader here="" />
      <main className="grid gap-10 py-8 sm:py-12">
        <header className="grid gap-3">
          <h1 className="text-3xl leading-[1.1] sm:text-[2.75rem]">Causes</h1>
          <p>
            Why a check does not plainly pass, what happened, and what to do. Words in braces are filled with
            facts of the run.
          </p>
          <p className="text-muted">{AFTERWARDS}</p>
        </header>
        <nav aria-label="Index of causes" className="grid gap-4">
          {SECTIONS.map(({ stage, causes }) => (
            <div key={stage} className="grid gap-1">
              <p className="font-semibold">
                <a href={`#stage-${stage}`}>{stage}</a>
              </p>
              <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
                {causes.map(([code]) => (
                  <li key={code}>
                    <a href={`#${code}`} className="code break-all">
                      {code}
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        {SECTIONS.map(({ stage, meaning, causes }) => (
          <section
            key={stage}
            aria-labelledby={`stage-${stage}`}
            className="grid gap-5 border-t border-rule pt-4"
          >
            <h2 id={`stage-${stage}`} className="text-2xl">
              {stage}
            </h2>
            <p className="text-muted">{meaning}</p>
            {causes.map(([code, { summary, remedy }]) => (
              <article key={code} id={code} aria-labelledby={`${code}-name`} className="cause grid gap-1">
                <h3 id={`${code}-name`} className="code font-semibold break-all">
                  <a href={`#${code}`}>{code}</a>
                </h3>
                <p className="text-sm text-muted">{meaningOfCause(code as CauseCode)}</p>
                <p>{summary}</p>
                <Remedy label="Do this:" text={remedy} />
                {BUGSINK[code as CauseCode] && (
                  <Remedy label="Do this, on Bugsink:" text={BUGSINK[code as CauseCode]?.remedy ?? ""} />
                )}
              </article>
            ))}
          </section>
        ))}
      </main>
    </div>
  );
}
