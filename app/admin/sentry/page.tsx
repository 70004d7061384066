import type { Metadata } from "next";
import { connection } from "next/server";
import { UNPROVEN } from "@/checks/unproven";
import { requirePage } from "@/server/access";
import { alertFacts } from "@/server/alert-facts";
import { env } from "@/server/env";
import { overview as readOverview } from "@/server/overview";
import { summaries } from "./check-summary";
import { Dashboard } from "./dashboard";
import { Doctor } from "./doctor";
import { Facts } from "./facts";
import { PageHeader } from "./page-header";
import { Setup } from "./setup";
import { Undelivered } from "./undelivered";
import "./sentry.css";

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
