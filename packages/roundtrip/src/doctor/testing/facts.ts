import { CHECK_TYPES, IGNORED_ERROR } from "#checks/message.js";
import type { DoctorFacts, SentryFacts } from "#doctor/facts.js";
import type { Outcome } from "#network/outcome.js";
import type { Rehearsed, SdkFacts } from "#sentry/sdk/state/facts.js";
import type { PlannedFunction } from "#verdict/inngest/plan.js";

export const json = (status = 200): Outcome => ({ kind: "answered", status, json: true, redirect: null });
export const html = (status = 200): Outcome => ({ kind: "answered", status, json: false, redirect: null });
export const redirect = (host: string): Outcome => ({
  kind: "answered",
  status: 302,
  json: false,
  redirect: host,
});
export const failed = (reason: Extract<Outcome, { kind: "failed" }>["reason"], code = "ECODE"): Outcome => ({
  kind: "failed",
  reason,
  code,
});

const RELEASE = "shop@1f2e3d4";
const planned = (address: string | null): PlannedFunction[] => [
  {
    id: "roundtrip-shop--staging-roundtrip-raise",
    triggers: ["event roundtrip-shop--staging/check.fired"],
    address,
  },
  { id: "roundtrip-shop--staging-roundtrip-canary", triggers: ["schedule 0 * * * *"], address },
];
const kept = { by: "", threw: false, drops: 0, tries: 3 };
/** What a healthy SDK does: it keeps what checks raise, and ignores what must be ignored. */
export const REHEARSED: readonly Rehearsed[] = [...CHECK_TYPES].map((type) =>
  type === IGNORED_ERROR
    ? { ...kept, type, toIgnore: true, fate: "ignored", by: "the list of ignored types", drops: 3 }
    : { ...kept, type, toIgnore: false, fate: "kept" },
);
const sdk: SdkFacts = {
  initialised: true,
  enabled: true,
  sameDsn: true,
  release: RELEASE,
  environment: "staging",
  sampleRate: 1,
  wiring: "installed",
  queue: 1_024,
  pino: null,
  cores: ["11.5.0"],
  rehearsed: REHEARSED,
};

/** Facts of a deployment in which all is well. */
export const healthy = {
  versions: { next: "16.4.5", "@sentry/nextjs": "11.5.0", pino: "10.4.0", zod: "4.6.7" },
  variables: {
    problems: [],
    unseen: [],
    plainHttp: [],
    deployed: true,
    environmentSet: true,
    environment: "staging",
    commit: "1f2e3d4",
    commitFrom: "COMMIT_SHA",
    otherCommits: [],
    release: RELEASE,
    builtRelease: RELEASE,
    ownAddress: true,
  },
  store: { reachable: true, label: "Redis, redis.example" },
  sentry: {
    ingest: {
      dsn: "ok",
      host: "o1.ingest.example",
      project: "4501",
      outcome: json(),
      foreign: false,
      limits: null,
    },
    place: { webUrl: "https://sentry.example", org: "acme", project: "4501", slug: "shop" },
    silent: null,
    tunnel: null,
    version: null,
    backend: "sentry-saas",
    token: true,
    org: true,
    apiHost: "sentry.example",
    read: {
      host: "sentry.example",
      org: "acme",
      root: json(),
      isSentry: true,
      foreign: null,
      account: null,
      denied: null,
      scopes: ["project:read", "event:read", "org:read"],
      organisation: json(),
      project: json(),
      slug: "shop",
      projectId: "4501",
      event: json(404),
      search: json(),
      release: json(),
      filterList: json(),
      filters: { active: [], releases: [], messages: [], addresses: [] },
      scrubbing: { on: true, fields: ["iban"], safe: [] },
      artifacts: 1,
    },
    bugsink: null,
    unnamed: false,
    slow: false,
    skewMs: 0,
    release: RELEASE,
    debugIds: true,
    local: false,
  },
  runtime: {
    dsn: true,
    release: RELEASE,
    environment: "staging",
    stated: { release: RELEASE, environment: "staging" },
    registered: true,
    onRequestError: true,
    node: { ...sdk, pino: true },
    tracing: { rate: 0, openTelemetry: true, on: true, sampled: false, ignoredBy: null },
    edge: sdk,
    edgeSlow: false,
    edgeCut: false,
    edgeInsecure: false,
    edgeRefusal: null,
    edgeCached: false,
    stranger: null,
    stopping: null,
  },
  page: {
    dsn: true,
    sendsTo: "https://o1.ingest.example/api/42/envelope/",
    origin: "https://app.example",
    outcome: html(),
    slow: false,
    checksBrowser: true,
    policies: [
      { page: "/", at: "/", texts: [], leaves: null },
      { page: "/admin/sentry/sign-in", at: "/admin/sentry/sign-in", texts: [], leaves: null },
    ],
    unread: [],
  },
  missing: { routes: [], pages: [] },
  canary: {
    calledAt: null,
    now: 0,
    maxAgeMs: 1,
    retentionMs: 1,
    secret: false,
    scheduled: false,
    alerts: false,
  },
  inngest: {
    app: "roundtrip-shop--staging",
    middleware: "ours",
    mode: "cloud",
    server: "cloud",
    place: { kind: "production" },
    serveOrigin: null,
    hasAddress: true,
    eventHost: "inn.example",
    apiHost: "api.inn.example",
    eventKey: true,
    served: json(),
    origin: "https://app.example",
    events: json(),
    sent: json(),
    functions: json(),
    registered: planned("https://app.example/api/inngest"),
    expected: planned(null),
    addresses: [
      {
        address: "https://app.example/api/inngest",
        outcome: json(204),
        proven: true,
        isOwn: true,
        isSdk: true,
      },
    ],
    skewMs: null,
  },
} as const satisfies DoctorFacts;

type Partially<T> = T extends readonly unknown[] | null
  ? T
  : T extends object
    ? { [K in keyof T]?: Partially<T[K]> }
    : T;

/** The healthy facts with something changed; lists and outcomes are replaced whole. */
export function changed(change: Partially<DoctorFacts>): DoctorFacts {
  return merge(healthy, change) as DoctorFacts;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !("kind" in value);

function merge(base: unknown, change: unknown): unknown {
  if (!isPlain(base) || !isPlain(change)) return change;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) merged[key] = merge(base[key], value);
  return merged;
}

/** The facts of a healthy deployment that reports to a Bugsink. */
export const onBugsink = (change: Partially<SentryFacts["bugsink"]> = {}): DoctorFacts =>
  changed({
    sentry: {
      backend: "bugsink",
      org: false,
      read: null,
      bugsink: {
        host: "bugsink.example",
        project: json(),
        isOwn: true,
        issues: json(),
        foreign: null,
        event: json(404),
        ...change,
      },
    },
  });
