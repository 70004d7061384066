import type { Metadata } from "next";
import { connection } from "next/server";
import { requirePage } from "#access/authorize.js";
import { hrefOf } from "#checks/mount/addresses.js";
import type { DoctorAnswer } from "#doctor/finding.js";
import { doctor } from "#doctor/gather/facts.js";
import { HttpProblem } from "#http/problem.js";
import { newestTag } from "#runs/read/tag.js";
import { Examination } from "#ui/doctor/examination.js";
import { Findings } from "#ui/doctor/findings.js";
import { LivePage } from "#ui/parts/live-page.js";

const HERE = "/admin/sentry/doctor";
export const metadata: Metadata = { title: "Doctor", robots: { index: false }, referrer: "same-origin" };

/** Examines the set-up when it is opened; what only a browser knows is added by the browser. */
export default async function DoctorPage() {
  await connection();
  await requirePage(HERE);
  const tag = await newestTag();
  const answer = await examined();
  const at = new Date().toISOString();
  return (
    <LivePage here={HERE} nonce={null} tag={tag}>
      <section aria-labelledby="doctor" className="grid gap-6">
        <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            <h1 id="doctor">Doctor</h1>
            <p className="text-muted">
              Looks at variables, keys, SDKs, Sentry and Inngest without raising an error.
            </p>
          </div>
          <a className="button" href={hrefOf(HERE)}>
            Examine again
          </a>
        </header>
        {typeof answer === "string" ? (
          <p role="alert">{answer}</p>
        ) : (
          <Examination answer={answer} at={at}>
            <Findings findings={answer.findings} at={at} />
          </Examination>
        )}
      </section>
    </LivePage>
  );
}

/** What the doctor says; or, in a sentence, why it says nothing. */
async function examined(): Promise<DoctorAnswer | string> {
  try {
    return await doctor();
  } catch (error) {
    if (HttpProblem.is(error)) return error.detail;
    throw error;
  }
}
