import type { ReactNode } from "react";
import type { Overview } from "#runs/read/overview.js";
import { counted } from "#verdict/text/plural.js";
import type { AlertFacts } from "#watch/alert-facts.js";

/** What is deployed here and where its parts are: what a verdict is about. */
export function Facts({ overview, alerts }: { overview: Overview; alerts: AlertFacts }) {
  const { dsn } = overview;
  return (
    <section aria-labelledby="facts" className="facts">
      <h2 id="facts">This deployment</h2>
      <dl>
        <Fact name="Commit tag">{overview.commitTag}</Fact>
        <Fact name="DSN host">{dsn ? dsn.host : <Missing problem={overview.dsnProblem} />}</Fact>
        <Fact name="DSN project">{dsn ? dsn.project : <Missing problem={overview.dsnProblem} />}</Fact>
        <Fact name="Sentry SDK">{overview.sdkVersion}</Fact>
        <Fact name="Error sample rate" note={overview.sampleRate < 1 ? "the rest is lost on purpose" : null}>
          {percent(overview.sampleRate)}
        </Fact>
        <Fact name="Trace sample rate">{percent(overview.tracesSampleRate)}</Fact>
        <Fact name="Read back from">{readFrom(overview)}</Fact>
        <Fact name="Inngest">{overview.inngest}</Fact>
        <Fact name="Run store">{overview.store}</Fact>
        <Fact name="Canary">
          {overview.canary ? <Canary canary={overview.canary} /> : <Scheduled calledAt={alerts.calledAt} />}
        </Fact>
        <Fact name="Alerts to">{alerts.webhookHost ?? "not set up"}</Fact>
        <Fact name="Heartbeat to">{alerts.heartbeatHost ?? "not set up"}</Fact>
      </dl>
    </section>
  );
}

const BACKENDS = {
  "sentry-saas": "Sentry",
  "sentry-self-hosted": "self-hosted Sentry",
  bugsink: "Bugsink",
  glitchtip: "GlitchTip",
} as const;

function readFrom({ unread, unreadWhy, backend, sentryUrl, org }: Overview): string {
  if (unread) return `nowhere: ${unreadWhy}`;
  if (backend === "glitchtip") return "nowhere: Roundtrip reads no events from a GlitchTip";
  const place = backend === "bugsink" ? sentryUrl : `${sentryUrl}, ${org}`;
  return backend === null ? place : `${BACKENDS[backend]} at ${place}`;
}

function Fact({ name, note = null, children }: { name: string; note?: string | null; children: ReactNode }) {
  return (
    <div className="fact">
      <dt className="label">{name}</dt>
      <dd className="text-[0.9375rem] wrap-anywhere">
        {children}
        {note ? <span className="label"> ({note})</span> : null}
      </dd>
    </div>
  );
}

function Canary({ canary }: { canary: NonNullable<Overview["canary"]> }) {
  const { schedule, checks, rounds, events } = canary;
  return (
    <>
      <span className="code">{schedule}</span>, {counted(checks.length, "check")}
      <span className="label block">
        {counted(rounds, "round")} and {counted(events, "event")} in 30 days
      </span>
    </>
  );
}

/** In the words of UTC: the page's own scripts need not run. */
const Scheduled = ({ calledAt }: { calledAt: string | null }) =>
  calledAt ? `by a scheduler, last at ${calledAt.slice(0, 16).replace("T", " ")} UTC` : "off";

const Missing = ({ problem }: { problem: Overview["dsnProblem"] }) => (
  <span className="text-muted">{problem === "malformed" ? "not readable" : "not set"}</span>
);

const percent = (rate: number) => `${Number((rate * 100).toFixed(2))} %`;
