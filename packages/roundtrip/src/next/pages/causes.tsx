import type { Metadata } from "next";
import { connection } from "next/server";
import { requirePage } from "#access/authorize.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { addressed } from "#checks/mount/said.js";
import { Remedy } from "#ui/causes/remedy.js";
import { PageHeader } from "#ui/parts/page-header.js";
import { remediesOfOthers } from "#verdict/causes/backends/words.js";
import { CAUSES, type CauseCode } from "#verdict/causes/catalogue.js";
import { meaningOfCause, verdictOfCause } from "#verdict/causes/verdicts.js";
import { AFTERWARDS, STAGE_MEANINGS } from "#verdict/stage-meanings.js";
import { counted } from "#verdict/text/plural.js";

const HERE = "/admin/sentry/causes";
type Query = Promise<Record<string, string | string[] | undefined>>;

export const metadata: Metadata = { title: "Causes", robots: { index: false }, referrer: "same-origin" };

/** Of each stage those whose code or words hold what is looked for. */
const sectionsOf = (wanted: string) =>
  Object.entries(STAGE_MEANINGS)
    .map(([stage, meaning]) => ({
      stage,
      meaning,
      causes: Object.entries(CAUSES).filter(
        ([code, one]) =>
          one.stage === stage &&
          `${code} ${one.summary} ${one.remedy}`.toLowerCase().includes(wanted.toLowerCase()),
      ),
    }))
    .filter(({ causes }) => causes.length > 0);

type Section = ReturnType<typeof sectionsOf>[number];

/** Every cause at an address of its own, for whoever follows the link of a verdict. It needs no script. */
export default async function CausesPage({ query }: { query: Query }) {
  await connection();
  const { look } = await query;
  const wanted = typeof look === "string" ? look.trim().slice(0, 100) : "";
  await requirePage(wanted === "" ? HERE : `${HERE}?look=${encodeURIComponent(wanted)}`);
  const sections = sectionsOf(wanted);
  return (
    <div className="page">
      <PageHeader here={HERE} />
      <main>
        <header className="grid gap-3">
          <h1>Causes</h1>
          <p>
            Each cause says what happened, and what to do. In place of words in braces a run shows its own
            facts.
          </p>
          <p className="max-w-3xl text-sm text-muted">{AFTERWARDS}</p>
        </header>
        <Search wanted={wanted} />
        {wanted === "" ? <Index sections={sections} /> : <Found sections={sections} wanted={wanted} />}
        {sections.map((one) => (
          <Stage key={one.stage} section={one} />
        ))}
      </main>
    </div>
  );
}

const Search = ({ wanted }: { wanted: string }) => (
  <form action={hrefOf(HERE)} method="get" className="flex flex-wrap items-end gap-x-4 gap-y-3">
    <label className="grid gap-1">
      <span className="label">Look for a code or a word</span>
      <input type="search" name="look" defaultValue={wanted} maxLength={100} className="choice" />
    </label>
    <button type="submit" className="button">
      Show
    </button>
    {wanted === "" ? null : (
      <a className="quiet min-h-10" href={hrefOf(HERE)}>
        Show all
      </a>
    )}
  </form>
);

function Found({ sections, wanted }: { sections: readonly Section[]; wanted: string }) {
  const found = sections.reduce((sum, { causes }) => sum + causes.length, 0);
  if (found === 0) return <p role="status">No cause contains “{wanted}”.</p>;
  return (
    <p role="status">
      {found} of {counted(Object.keys(CAUSES).length, "cause")} {found === 1 ? "contains" : "contain"} “
      {wanted}”.
    </p>
  );
}

const Index = ({ sections }: { sections: readonly Section[] }) => (
  <nav aria-label="Index of causes" className="grid gap-4">
    {sections.map(({ stage, causes }) => (
      <div key={stage} className="grid gap-1">
        <p className="font-semibold">
          <a href={`#stage-${stage}`}>{stage}</a>
        </p>
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {causes.map(([code]) => (
            <li key={code}>
              <a href={`#${code}`} className="code break-all text-line hover:underline">
                {code}
              </a>
            </li>
          ))}
        </ul>
      </div>
    ))}
  </nav>
);

const Stage = ({ section: { stage, meaning, causes } }: { section: Section }) => (
  <section aria-labelledby={`stage-${stage}`} className="grid gap-5 border-t border-rule pt-4">
    <h2 id={`stage-${stage}`} className="text-2xl">
      {stage}
    </h2>
    <p className="text-muted">{meaning}</p>
    {causes.map(([code, cause]) => (
      <Entry key={code} code={code as CauseCode} cause={cause} />
    ))}
  </section>
);

interface EntryProps {
  code: CauseCode;
  cause: Section["causes"][number][1];
}

function Entry({ code, cause: { summary, remedy } }: EntryProps) {
  return (
    <article id={code} aria-labelledby={`${code}-name`} className="cause grid gap-1">
      <h3 id={`${code}-name`} className="code font-semibold break-all">
        <a href={`#${code}`}>{code}</a>
      </h3>
      <p className="tone text-sm font-semibold text-(--tone)" data-tone={verdictOfCause(code) ?? "none"}>
        {meaningOfCause(code)}
      </p>
      <p>{addressed(summary)}</p>
      <Remedy label="Do this:" text={addressed(remedy)} code={code} />
      {remediesOfOthers(code).map(([name, own]) => (
        <Remedy key={name} label={`Do this, on ${name}:`} text={addressed(own)} />
      ))}
    </article>
  );
}
