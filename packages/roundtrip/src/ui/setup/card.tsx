import type { Overview } from "#runs/read/overview.js";
import { TokenHelp } from "#ui/parts/token-help.js";
import { nameOf } from "#verdict/causes/backends/name.js";
import { Out, Panel, Step, Var } from "./parts.js";

/** What keeps this deployment from proving anything, in the order in which to mend it. */
export function Setup({ overview }: { overview: Overview }) {
  const panels = [
    overview.dsnProblem ? <DsnPanel key="dsn" problem={overview.dsnProblem} overview={overview} /> : null,
    overview.unread === "SENTRY_API_TOKEN" ? <TokenPanel key="token" overview={overview} /> : null,
    overview.unread === "SENTRY_URL" ? <UrlPanel key="url" overview={overview} /> : null,
    overview.unread === "SENTRY_ORG" ? <OrgPanel key="org" overview={overview} /> : null,
  ].filter((one) => one !== null);
  return panels.length > 0 ? <div className="grid gap-5 pb-10">{panels}</div> : null;
}

interface DsnTrouble {
  problem: "absent" | "malformed";
  overview: Overview;
}

/** Where each backend shows a project's DSN. */
const DSN_PLACES = {
  Sentry: "Settings, Projects, Client Keys (DSN)",
  Bugsink: "the project's Settings",
  GlitchTip: "the project's settings",
} as const;

function DsnPanel({ problem, overview: { dsnWhy: why, sentryWeb: web, backend } }: DsnTrouble) {
  const name = nameOf(backend);
  const absent = problem === "absent";
  return (
    <Panel
      id="setup-dsn"
      title={
        absent
          ? "Tell the app where to send its errors"
          : "The address to which the app sends errors cannot be read"
      }
      why={
        absent
          ? `${why}, so the Sentry SDK was never started and no error leaves this app.`
          : `${why}. The Sentry SDK sends nothing.`
      }
    >
      <Step>
        Open <Out href={web}>{name}</Out> and copy the DSN of your project: {DSN_PLACES[name]}. It reads{" "}
        <Var>https://KEY@HOST/PROJECT</Var>.
      </Step>
      <Step>
        Set <Var>SENTRY_DSN</Var> to it and restart the app.
      </Step>
    </Panel>
  );
}

function TokenPanel({ overview }: { overview: Overview }) {
  const { org, backend, unreadWhy } = overview;
  return (
    <Panel
      id="setup-token"
      title="Let Roundtrip read events back"
      why={`${unreadWhy}. ${nameOf(backend)} answers 200 to many events that it then never stores. Only the stored event, read back and compared, proves that monitoring works. Until Roundtrip may read, no check can pass.`}
    >
      <Step>
        <TokenHelp overview={overview} />
      </Step>
      <Step>
        Set <Var>SENTRY_API_TOKEN</Var> to it
        {backend === "bugsink" ? null : org === null ? (
          <>
            , and <Var>SENTRY_ORG</Var> to the organisation's slug, as in Sentry's addresses
          </>
        ) : (
          <>
            . <Var>SENTRY_ORG</Var> is set already: <Var>{org}</Var>
          </>
        )}
        .
      </Step>
      <Step>Restart the app, then run the checks again.</Step>
    </Panel>
  );
}

function UrlPanel({ overview: { dsn, unreadWhy } }: { overview: Overview }) {
  return (
    <Panel
      id="setup-url"
      title="Tell Roundtrip where to read events back"
      why={`SENTRY_API_TOKEN is set, and SENTRY_DSN sends events to ${dsn?.host}. ${unreadWhy}, so no check can pass.`}
    >
      <Step>
        Set <Var>SENTRY_URL</Var> to the web address of what takes the events there, and restart the app.
      </Step>
    </Panel>
  );
}

function OrgPanel({ overview: { backend, sentryWeb, sentryUrl, unreadWhy } }: { overview: Overview }) {
  return (
    <Panel
      id="setup-org"
      title="Tell Roundtrip whose events to read"
      why={`SENTRY_API_TOKEN is set. ${unreadWhy}. Roundtrip does not know where to look for an event, so no check can pass.`}
    >
      <Step>
        Open <Out href={sentryWeb}>Sentry</Out> and copy the organisation's slug from the address.
        {backend === null
          ? ` The server at ${sentryUrl} did not say in time what it is; Bugsink needs no organisation.`
          : null}
      </Step>
      <Step>
        Set <Var>SENTRY_ORG</Var> to it and restart the app.
      </Step>
    </Panel>
  );
}
