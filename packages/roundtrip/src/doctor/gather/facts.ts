import * as Sentry from "@sentry/nextjs";
import { isLoopbackHost } from "#access/local-request.js";
import { allChecks } from "#checks/catalogue.js";
import { ownOrigin } from "#config/app/origin.js";
import { commitVariables } from "#config/app/release.js";
import { stated, unusableOptions } from "#config/app/stated.js";
import { type Env, env, type Source } from "#config/variables.js";
import { asksForPino, pinoVersion, runningVersions } from "#config/versions/running.js";
import { allAnswered } from "#doctor/all-answered.js";
import type { DoctorFacts, InngestFacts, SentryFacts, StoreFacts, VariableFacts } from "#doctor/facts.js";
import type { DoctorAnswer } from "#doctor/finding.js";
import { examine } from "#doctor/findings/examine.js";
import { isHasty } from "#doctor/findings/slow.js";
import { accessOf } from "#inngest/api/access.js";
import { type AppInngest, appInngest } from "#inngest/registered.js";
import { redactAll } from "#log/redact.js";
import { ownTime } from "#network/abort/own-time.js";
import { examinationDeadline } from "#network/ask.js";
import { twice } from "#network/ask-twice.js";
import { browserSendsTo } from "#sentry/sdk/browser/address.js";
import { ownDebugId } from "#sentry/sdk/state/own-debug-ids.js";
import { loggingPino, sdkFacts, sdkTunnel } from "#sentry/sdk/state/read.js";
import { runningAs, runningDsn } from "#sentry/sdk/state/running.js";
import { tracingFacts } from "#sentry/sdk/state/tracing.js";
import { stoppingFacts } from "#sentry/sdk/wait-until.js";
import { isListed } from "#state/listed-checks.js";
import { isRegistered } from "#state/registered.js";
import { singleton } from "#state/singleton.js";
import { store, storeLabel } from "#store/open.js";
import { ownerIn } from "#store/taken.js";
import { backendFacts } from "./backend.js";
import { canaryFacts } from "./canary.js";
import { ingestFacts, tunnelFacts } from "./ingest.js";
import { type InngestQuestion, inngestFacts } from "./inngest.js";
import { holdsOnRequestError } from "./instrumentation.js";
import { edgeFacts, pageFacts } from "./page/read.js";
import { missingFiles } from "./routes.js";

/**
 * Examines the set-up without firing anything. Callers at one time share one examination. Where an answer did not come
 * in time, everything is asked once more: the first questions after a start are slow on a busy machine.
 */
export function doctor(): Promise<DoctorAnswer> {
  const current = singleton<{ examination: Promise<DoctorAnswer> | null }>("doctor", () => ({
    examination: null,
  }));
  current.examination ??= twice(facts, isHasty)
    .then(examine)
    // What is said of an address, or of another's answer, is for people and their logs.
    .then(redactAll)
    .finally(() => {
      current.examination = null;
    });
  return current.examination;
}

/** Far above what every question together may take: what has not answered by then never will. */
const ENDLESS_MS = 60_000;

async function facts(): Promise<DoctorFacts> {
  const e = env();
  const origin = ownOrigin();
  const { kept, node, sentry, edge, page, onRequestError, missing, canary, inngest } = await answers(
    e,
    origin,
  );
  const { reading: dsn } = runningDsn();
  const { release, environment } = runningAs();
  return {
    versions: {
      ...runningVersions(),
      pino: loggingPino(Sentry.getClient(), pinoVersion(), asksForPino()) ?? null,
    },
    // Next.js puts in what the build was made as.
    variables: variableFacts(
      { ...e, release, SENTRY_ENVIRONMENT: environment },
      process.env,
      origin !== null,
      process.env._sentryRelease,
    ),
    store: { ...kept, label: storeLabel(e.STORE_URL) },
    sentry,
    runtime: {
      dsn: dsn.state === "ok",
      release,
      environment,
      stated: stated(),
      registered: isRegistered(),
      onRequestError,
      node,
      tracing: tracingFacts(e.SENTRY_TRACE_SAMPLE_RATE),
      ...edge,
      stopping: stoppingFacts(),
    },
    page,
    missing,
    canary,
    inngest,
  };
}

/** Asks everything that has to be asked, side by side. */
async function answers(e: Env, origin: string | null) {
  const app = await appInngest();
  const deadline = examinationDeadline();
  const { reading: dsn } = runningDsn();
  const { release } = runningAs();
  return allAnswered(
    {
      kept: storeFacts(() => store().ping()),
      node: sdkFacts(e.SENTRY_DSN, {
        logs: isListed("sentry-extra") && { asksForPino: asksForPino() },
        ignored: (isListed("sentry-inngest-ignored") && app?.tasks?.ignored) || undefined,
      }),
      sentry: sentryFacts({ ...e, dsn, release }, origin, deadline, sdkTunnel()),
      edge: edgeFacts(origin, e.access === "token" ? e.ADMIN_TOKEN : undefined, deadline),
      page: pageFacts(
        {
          origin,
          sendsTo: browserSendsTo(
            dsn,
            origin,
            process.env._sentryRewritesTunnelPath,
            e.SENTRY_BROWSER_TUNNEL,
          ),
          checksBrowser: allChecks().some(({ name, page }) => page !== undefined && isListed(name)),
          pages: e.DOCTOR_PAGES,
        },
        deadline,
      ),
      onRequestError: holdsOnRequestError(),
      missing: missingFiles(origin, deadline),
      canary: canaryFacts(),
      inngest: askInngest(app, origin, deadline),
    },
    ENDLESS_MS,
  );
}

/** Null where the app has no Inngest. */
async function askInngest(
  app: AppInngest | null,
  origin: string | null,
  deadline: AbortSignal,
): Promise<InngestFacts | null> {
  if (!app?.tasks) return null;
  const { client, tasks } = app;
  const question: InngestQuestion = {
    ...accessOf(client),
    middleware: tasks.reports,
    proves: app.put !== null,
    eventUrl: client.eventBaseUrl,
    expected: tasks.plan,
    // It stands in an address, whose parsing takes a line break or a blank at its end away.
    eventKey: client.eventKey?.trim(),
    serveOrigin: process.env.INNGEST_SERVE_ORIGIN,
    origin,
  };
  return inngestFacts(question, deadline);
}

/** As long as any other question may take. */
const PATIENCE_MS = 4_000;

/** Not reachable when it rejects; slow when it does not answer in time. */
async function storeFacts(ask: () => Promise<unknown>): Promise<Pick<StoreFacts, "reachable" | "owner">> {
  const patience = ownTime(PATIENCE_MS).then(() => ({ reachable: "slow" as const }));
  const asked = (async () => ask())().then(
    () => ({ reachable: true }),
    (error: unknown) => ({ reachable: false, owner: ownerIn(error) }),
  );
  return Promise.race([asked, patience]);
}

/** What stands in the variables; never a value that is a secret. */
export function variableFacts(
  e: Env,
  source: Source,
  ownAddress: boolean,
  builtRelease: string | null = null,
): VariableFacts {
  const commits = commitVariables(source);
  const [from] = commits;
  return {
    problems: [...e.problems, ...unusableOptions()],
    unseen: e.unseen,
    plainHttp: e.plainHttp,
    deployed: e.access === "token",
    environmentSet: Boolean(source.SENTRY_ENVIRONMENT?.trim()),
    environment: e.SENTRY_ENVIRONMENT,
    commit: e.COMMIT_SHA,
    commitFrom: from?.name ?? null,
    otherCommits: commits
      .filter(({ value }) => !isSameCommit(value, from?.value ?? ""))
      .map(({ name }) => name),
    release: e.release,
    builtRelease,
    ownAddress,
  };
}

/** A commit may be named by the beginning of its hash; git shows seven digits at least. */
const SHORTENED = /^[0-9a-f]{7,40}$/i;

function isSameCommit(one: string, other: string): boolean {
  if (one === other) return true;
  if (!SHORTENED.test(one) || !SHORTENED.test(other)) return false;
  const [short = "", long = ""] = [one, other].map((each) => each.toLowerCase()).sort();
  return long.startsWith(short);
}

/**
 * Asks Sentry: the DSN's ingest, and its API where there is a token.
 * @param tunnel where the SDK sends to instead of the DSN's ingest
 */
export async function sentryFacts(
  e: Env,
  origin: string | null,
  deadline: AbortSignal,
  tunnel?: string | undefined,
): Promise<SentryFacts> {
  const { SENTRY_API_TOKEN: token, SENTRY_ORG: organisation, SENTRY_URL: url } = e;
  const debugId = ownDebugId();
  const [ingest, through, { backend, place, silent, slow, read, bugsink, skewMs, unnamed, version }] =
    await Promise.all([
      ingestFacts(e.SENTRY_DSN, deadline),
      tunnelFacts(tunnel, e.SENTRY_DSN, deadline),
      backendFacts(e, deadline, debugId),
    ]);
  return {
    ingest,
    tunnel: through,
    backend,
    place,
    silent,
    token: Boolean(token),
    org: Boolean(organisation),
    apiHost: new URL(url).host,
    read,
    bugsink,
    unnamed,
    slow,
    version,
    skewMs,
    release: e.release,
    debugIds: process.env.NODE_ENV === "production" ? debugId !== undefined : null,
    local: origin !== null && isLoopbackHost(new URL(origin).host),
  };
}
