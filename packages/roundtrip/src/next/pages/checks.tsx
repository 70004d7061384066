import type { Metadata } from "next";
import { connection } from "next/server";
import { requirePage } from "#access/authorize.js";
import { UNPROVEN } from "#checks/unproven.js";
import { env } from "#config/variables.js";
import { overview as readOverview } from "#runs/read/overview.js";
import { Dashboard } from "#ui/checks/dashboard.js";
import { Facts } from "#ui/checks/facts.js";
import { summaries } from "#ui/checks/summary.js";
import { Undelivered } from "#ui/checks/undelivered.js";
import { Doctor } from "#ui/doctor/panel.js";
import { PageHeader } from "#ui/parts/page-header.js";
import { Setup } from "#ui/setup/card.js";
import { alertFacts } from "#watch/alert-facts.js";

export const metadata: Metadata = { title: "Checks", robots: { index: false } };

export default async function SentryPage() {
  await connection();
  await requirePage();
  const overview = await readOverview();
  const alerts = await alertFacts();
  return (
    <div className="mx-auto max-w-6xl px-4 sm:px-8">
      <PageHeader here="/admin/sentry" />
      <main>
        <Dashboard
          checks={summaries(env().SENTRY_TRACE_SAMPLE_RATE)}
          setup={
            <>
              {alerts.undelivered ? <Undelivered undelivered={alerts.undelivered} /> : null}
              <Setup overview={overview} />
            </>
          }
          facts={<Facts overview={overview} alerts={alerts} />}
        />
        <Doctor />
      </main>
      <footer className="label mt-12 border-t border-rule py-6">
        Not proven here: alert rules, how Sentry groups your own errors, and errors in places without a check:{" "}
        {UNPROVEN.map(({ place }) => place).join("; ")}. In Sentry each check has one issue of its own, which
        every run adds to.
      </footer>
    </div>
  );
}
