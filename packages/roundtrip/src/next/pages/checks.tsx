import type { Metadata } from "next";
import { connection } from "next/server";
import { cache } from "react";
import { mayOpenPage, requirePage } from "#access/authorize.js";
import { env } from "#config/variables.js";
import { askedUnder } from "#next/pages/asked-under.js";
import { type Board, readBoard } from "#runs/board.js";
import { overview as readOverview } from "#runs/read/overview.js";
import { newestTag } from "#runs/read/tag.js";
import { sdkState } from "#runs/record/sdk-state.js";
import { Checks } from "#ui/checks/list.js";
import { overall } from "#ui/checks/overall.js";
import { Refused } from "#ui/checks/refused.js";
import { knownOf } from "#ui/checks/row.js";
import { Headline } from "#ui/checks/status-header.js";
import { Facts } from "#ui/deployment/facts.js";
import { Runtimes } from "#ui/deployment/runtimes.js";
import { Undelivered } from "#ui/deployment/undelivered.js";
import { LivePage } from "#ui/parts/live-page.js";
import { StateIcon } from "#ui/parts/state-icon.js";
import { StoreDownNote } from "#ui/parts/store-down.js";
import { toldOrigin } from "#ui/parts/told-origin.js";
import { Setup } from "#ui/setup/card.js";
import { alertFacts } from "#watch/alert-facts.js";

const HERE = "/admin/sentry";
type Query = Promise<Record<string, string | string[] | undefined>>;

/** Read once for a request: its title says what its body says. */
const board = cache(async (only: string) => {
  // A page of a few rows is one that the script takes them from: nobody looks for its tag.
  const tag = only === "" ? await newestTag() : null;
  return { tag, known: await readBoard(only === "" ? null : new Set(only.split(","))) };
});
const onlyOf = async (query: Query) => {
  const { only } = await query;
  return typeof only === "string" ? only : "";
};

/** The tab says the state, too: to nobody who may not open the page. */
export async function metadata(query: Query): Promise<Metadata> {
  const known = (await mayOpenPage()) ? (await board(await onlyOf(query))).known : null;
  const title = known ? overall(known.rows.map(knownOf)).headline.replace(/\.$/, "") : "Checks";
  // A form's post says where it comes from only under a policy that lets it, and the API asks for that.
  return { title, robots: { index: false }, referrer: "same-origin" };
}

export default async function ChecksPage({ query }: { query: Query }) {
  await connection();
  await requirePage();
  const only = await onlyOf(query);
  const { tag, known } = await board(only);
  const tone = known ? overall(known.rows.map(knownOf)).tone : "unknown";
  return (
    <LivePage here={HERE} nonce={await askedUnder()} tag={tag}>
      <StateIcon tone={tone} />
      <Refused said={(await query).refused} />
      {known ? <Headline board={known} /> : <StoreDownNote what="The verdicts could not be read." />}
      {only === "" ? <Whole board={known} /> : known && <List board={known} only={only.split(",")} />}
    </LivePage>
  );
}

/** `only`: what the page's script asks for while a few checks run. */
async function List({ board, only = null }: { board: Board; only?: readonly string[] | null }) {
  const origin = await toldOrigin();
  return <Checks board={board} only={only} origin={origin} traceRate={env().SENTRY_TRACE_SAMPLE_RATE} />;
}

async function Whole({ board }: { board: Board | null }) {
  const overview = await readOverview();
  const alerts = await alertFacts();
  return (
    <>
      <Runtimes board={board} server={sdkState()} />
      {alerts.undelivered ? <Undelivered undelivered={alerts.undelivered} /> : null}
      <Setup overview={overview} />
      {board ? <List board={board} /> : null}
      <Facts overview={overview} alerts={alerts} />
    </>
  );
}
