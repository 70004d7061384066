import type { Metadata } from "next";
import { connection } from "next/server";
import { requirePage } from "#access/authorize.js";
import { hrefOf, pathOf } from "#checks/mount/addresses.js";
import { askedUnder } from "#next/pages/asked-under.js";
import { type History, type HistoryFilter, readHistory } from "#runs/read/history/all.js";
import { newestTag } from "#runs/read/tag.js";
import { Glyph } from "#ui/checks/glyph.js";
import { Days } from "#ui/history/days/list.js";
import { StripShapes } from "#ui/history/days/strip.js";
import { DayTable } from "#ui/history/days/table.js";
import { addressOf, filterFrom, type Query } from "#ui/history/filter.js";
import { FilterForm } from "#ui/history/filter-form.js";
import { Incidents } from "#ui/history/incidents.js";
import { LatencyChart } from "#ui/history/latency-chart.js";
import { summaryOf } from "#ui/history/summary.js";
import { LivePage } from "#ui/parts/live-page.js";
import { StoreDownNote } from "#ui/parts/store-down.js";

export const metadata: Metadata = { title: "History", robots: { index: false }, referrer: "same-origin" };

const HERE = "/admin/sentry/history";

export default async function HistoryPage({ searchParams }: { searchParams: Promise<Query> }) {
  await connection();
  const { filter, problems } = filterFrom(await searchParams);
  await requirePage(addressOf(filter));
  const tag = await newestTag();
  const history = await readHistory(filter);
  return (
    <LivePage here={HERE} back={pathOf(addressOf(filter))} nonce={await askedUnder()} tag={tag}>
      {history ? (
        <Shown history={history} filter={filter} problems={problems} />
      ) : (
        <StoreDownNote what="The history cannot be shown." />
      )}
    </LivePage>
  );
}

interface Props {
  history: History;
  filter: HistoryFilter;
}

function Shown({ history, filter, problems }: Props & { problems: string[] }) {
  const { only, days } = history;
  // Of a day before these nothing is known, not even that no incident was open.
  const isKnown = only === null || days.includes(only);
  return (
    <>
      <Summary history={history} filter={filter} />
      <div className="grid gap-3">
        <FilterForm filter={filter} history={history} />
        {problems.length > 0 ? (
          <p role="alert" className="font-semibold">
            A part of the address is no filter of this page, and was left out. {problems.join("; ")}.
          </p>
        ) : null}
      </div>
      {isKnown ? <AllIncidents history={history} /> : null}
      <StripShapes />
      <Days history={history} filter={filter} />
      {isKnown ? <Latency history={history} /> : null}
    </>
  );
}

const AllIncidents = ({ history }: { history: History }) => (
  <section id="incidents" data-part="" aria-labelledby="incidents-name">
    <h2 id="incidents-name" className="border-b-2 border-ink pb-3 text-lg">
      Incidents
    </h2>
    <div className="pt-4">
      <Incidents view={history} />
    </div>
  </section>
);

const Latency = ({ history }: { history: History }) => (
  <section id="latency" data-part="" aria-labelledby="latency-name">
    <h2 id="latency-name" className="border-b-2 border-ink pb-3 text-lg">
      Time until the event is stored
    </h2>
    <div className="grid gap-4 pt-4">
      {history.only === null ? <LatencyChart days={history.days} latency={history.latency} /> : null}
      <DayTable view={history} />
    </div>
  </section>
);

function Summary({ history, filter }: Props) {
  const { tone, headline, line } = summaryOf(history);
  return (
    <div id="summary" data-part="" className="grid gap-2">
      <h1 className="tone flex items-center gap-4" data-tone={tone}>
        <span className="text-(--tone)">
          <Glyph tone={tone} size={34} />
        </span>
        {headline}
      </h1>
      <p className="max-w-2xl text-muted">
        {line}{" "}
        {history.only !== null ? (
          <a className="link" href={addressOf({ ...filter, day: null })}>
            Show all 30 days
          </a>
        ) : tone === "none" ? (
          <a className="link" href={hrefOf("/admin/sentry")}>
            Run a check
          </a>
        ) : null}
      </p>
    </div>
  );
}
