import type { ReactNode } from "react";
import type { Overview } from "#runs/read/overview.js";
import { Out, Var } from "#ui/setup/parts.js";

/** Where to make a token that may read events, and which rights it needs, for what answers at SENTRY_URL. */
export function TokenHelp({ overview }: { overview: Overview }) {
  return overview.backend === "bugsink" ? (
    <BugsinkToken web={overview.sentryWeb} />
  ) : (
    <SentryToken overview={overview} />
  );
}

function SentryToken({ overview }: { overview: Overview }) {
  const { sentryWeb, org, backend } = overview;
  return (
    <>
      <Out href={`${sentryWeb}/settings/account/api/auth-tokens/`}>
        Create a token in {backend === "sentry-self-hosted" ? "your Sentry" : "Sentry"}
      </Out>{" "}
      with the scopes <Var>project:read</Var>, <Var>event:read</Var> and <Var>org:read</Var>
      {org === null ? null : (
        <>
          , or one that belongs to no person: an{" "}
          <Out href={`${sentryWeb}/settings/${org}/developer-settings/`}>internal integration</Out> with Read
          for projects, issues and events, and the organisation
        </>
      )}
      . The upload token of the build cannot read.
    </>
  );
}

const BugsinkToken = ({ web }: { web: string }): ReactNode => (
  <>
    <Out href={`${web}/bsmain/auth_tokens/`}>Create a token in Bugsink</Out> with <Var>projects:read</Var>,{" "}
    <Var>issues:read</Var> and <Var>events:read</Var>, for this project or for all of them.
  </>
);
