import { SDK_VERSION } from "@sentry/nextjs";
import { type CanaryCost, canaryCost } from "#checks/schedule/cost.js";
import { env } from "#config/variables.js";
import { redactAll } from "#log/redact.js";
import { knownBackend } from "#runs/follow/lookups.js";
import { sdkState } from "#runs/record/sdk-state.js";
import type { BackendKind } from "#sentry/read/backend.js";
import { runningAs, runningDsn } from "#sentry/sdk/state/running.js";
import { storeLabel } from "#store/open.js";
import { unset } from "#verdict/text/unset.js";
import { defaultChecks } from "./default-checks.js";
import { type Unread, unread } from "./unread.js";

/** What the diagnostics page says about this deployment. Never a token, never a key. */
export interface Overview {
  release: string;
  environment: string;
  commitTag: string;
  dsn: { host: string; project: string } | null;
  dsnProblem: "absent" | "malformed" | null;
  /** The same as a clause. */
  dsnWhy: string | null;
  sdkVersion: string;
  sampleRate: number;
  tracesSampleRate: number;
  inngest: string;
  store: string;
  unread: Unread;
  /** Why that variable has no value, as a clause. */
  unreadWhy: string | null;
  /** What answers at SENTRY_URL; null when it did not say in time. */
  backend: BackendKind | null;
  sentryUrl: string;
  /** Where people open it. */
  sentryWeb: string;
  org: string | null;
  access: "open" | "session";
  /** What fires by itself, and what that costs in 30 days; null: nothing does. */
  canary: ({ schedule: string; checks: readonly string[] } & CanaryCost) | null;
}

/** What every page says above; unlike the rest it asks nobody. */
export function whereabouts(): Pick<Overview, "environment" | "access"> {
  const { access } = env();
  return redactAll({ environment: runningAs().environment, access: access === "open" ? "open" : "session" });
}

/** A page does not wait longer than this for a server that may be down. */
const PATIENCE_MS = 1_500;

export async function overview(): Promise<Overview> {
  const { COMMIT_TAG, STORE_URL, SENTRY_URL, SENTRY_ORG, access } = env();
  const { reading: dsn } = runningDsn();
  const { sampleRate, tracesSampleRate } = sdkState();
  const backend = await knownBackend(PATIENCE_MS);
  const missing = unread(env(), backend?.kind ?? null);
  const sentryUrl = SENTRY_URL.replace(/\/+$/, "");
  return redactAll({
    ...runningAs(),
    commitTag: COMMIT_TAG,
    dsn: dsn.state === "ok" ? { host: dsn.dsn.host, project: dsn.dsn.project } : null,
    dsnProblem: dsn.state === "ok" ? null : dsn.state,
    dsnWhy: dsn.state === "ok" ? null : unset("SENTRY_DSN", env().problems),
    sdkVersion: SDK_VERSION,
    sampleRate,
    tracesSampleRate,
    inngest: inngestLabel(),
    store: storeLabel(STORE_URL),
    unread: missing,
    unreadWhy: missing && unset(missing, env().problems),
    backend: backend?.kind ?? null,
    sentryUrl,
    sentryWeb: backend?.webUrl ?? sentryUrl,
    org: SENTRY_ORG ?? null,
    access: access === "open" ? "open" : "session",
    canary: canaryFacts(),
  });
}

function canaryFacts(): Overview["canary"] {
  const { CANARY_CRON: schedule, CANARY_CHECKS: checks = defaultChecks() } = env();
  return schedule ? { schedule, checks, ...canaryCost(schedule, checks) } : null;
}

/** Which Inngest the INNGEST_* variables lead to, as its SDK reads them. */
function inngestLabel(): string {
  const { INNGEST_DEV, INNGEST_BASE_URL } = process.env;
  if (INNGEST_DEV && !["0", "false"].includes(INNGEST_DEV.toLowerCase())) {
    return URL.canParse(INNGEST_DEV)
      ? `dev server, ${new URL(INNGEST_DEV).host}`
      : "dev server, 127.0.0.1:8288";
  }
  if (INNGEST_BASE_URL && URL.canParse(INNGEST_BASE_URL)) return new URL(INNGEST_BASE_URL).host;
  return env().access === "open" ? "dev server, 127.0.0.1:8288" : "Inngest Cloud";
}
