import type { Versions } from "#checks/versions.js";
import type { TunnelFacts } from "#doctor/findings/sentry/tunnel.js";
import type { AddressFacts } from "#inngest/api/answering.js";
import type { Outcome } from "#network/outcome.js";
import type { PlainHttp } from "#network/plain-http.js";
import type { SdkFacts, TracingFacts } from "#sentry/sdk/state/facts.js";
import type { Stopping } from "#verdict/evidence/stopping.js";
import type { InngestKind, PlannedFunction } from "#verdict/inngest/plan.js";
import type { InngestPlace } from "#verdict/remedy-pages/inngest.js";
import type { SentryPlace } from "#verdict/remedy-pages/sentry.js";
import type { Problem } from "#verdict/text/unset.js";
import type { PagePolicies, UnreadPage } from "./finding.js";

export interface VariableFacts {
  /** Variables that are set and unusable; never their values. */
  problems: readonly Problem[];
  /** Variables of other libraries that hold what nobody sees, such as a line break at the end. */
  unseen: readonly Problem[];
  /** Addresses over plain http to another machine: no token is sent there. */
  plainHttp: readonly PlainHttp[];
  /** Not a developer's machine. */
  deployed: boolean;
  environmentSet: boolean;
  /** What the SDK reports under. */
  environment: string;
  commit: string;
  /** The variable that gave the commit, and those of the host that name another one. */
  commitFrom: string | null;
  otherCommits: readonly string[];
  /** What the SDK reports under, and what the build was made as; null where the build does not say. */
  release: string;
  builtRelease: string | null;
  /** The app knows an address at which it reaches itself. */
  ownAddress: boolean;
}

export interface IngestFacts {
  dsn: "absent" | "malformed" | "ok";
  host: string;
  project: string;
  /** The answer to an envelope that holds no event; null without a DSN. */
  outcome: Outcome | null;
  /** It is an answer, and neither an acceptance nor in the words in which Sentry refuses. */
  foreign: boolean;
  /** Sentry's `x-sentry-rate-limits`, or null. */
  limits: string | null;
}

/** Inbound filters; texts are newline-separated globs in Sentry's settings. */
export interface FilterFacts {
  active: readonly string[];
  releases: readonly string[];
  messages: readonly string[];
  addresses: readonly string[];
}

export interface ReadFacts {
  host: string;
  org: string;
  root: Outcome;
  /** `/api/0/` spoke as Sentry does. */
  isSentry: boolean;
  /** A 401, 403 or 404 in JSON that nothing shows to be Sentry's own; null: there was none. */
  foreign: number | null;
  /** Sentry's code for what keeps the token's owner out, such as sso-required; null: it named none. */
  account: string | null;
  /** Why Sentry answered 403, in its own words, where that is not the token; null: it gave no such reason. */
  denied: string | null;
  /** What the token may, as Sentry says it; null where it does not. */
  scopes: readonly string[] | null;
  organisation: Outcome;
  project: Outcome;
  /** The project's slug, once it is the one that was asked for; null when it did not say. */
  slug: string | null;
  /** The id in the project's answer. */
  projectId: string | null;
  event: Outcome;
  search: Outcome;
  release: Outcome;
  filterList: Outcome;
  filters: FilterFacts | null;
  /** What project and organisation remove from events by the names of fields; null when the project did not say. */
  scrubbing: { on: boolean; fields: readonly string[]; safe: readonly string[] } | null;
  /** Uploads that Sentry has for a debug id of this build; null when it did not say. */
  artifacts: number | null;
}

/** What a Bugsink says to the questions that following a run asks. */
export interface BugsinkFacts {
  host: string;
  project: Outcome;
  /** The project is the one of SENTRY_DSN: its number and its key; null when the project did not answer. */
  isOwn: boolean | null;
  issues: Outcome;
  event: Outcome;
  /** A 401, 403 or 404 in JSON that nothing shows to be Bugsink's own; null: there was none. */
  foreign: number | null;
}

export interface SentryFacts {
  ingest: IngestFacts;
  /** Where the SDK sends instead, and how that answered; null: it sends to the DSN's own host. */
  tunnel: TunnelFacts | null;
  /** What answers at SENTRY_URL, or at the DSN's host where that is unset, as it says itself; null when it does not say. */
  backend: "sentry-saas" | "sentry-self-hosted" | "bugsink" | "glitchtip" | null;
  /** Where people open it; null where nothing has said that it is a Sentry. */
  place: SentryPlace | null;
  /** Why it could not be asked what it is, in words that go on from SENTRY_URL's host; null: it answered. */
  silent: string | null;
  token: boolean;
  org: boolean;
  apiHost: string;
  /** null when there is nothing to ask with, or no DSN that names the project. */
  read: ReadFacts | null;
  /** In place of `read` where the backend is a Bugsink. */
  bugsink: BugsinkFacts | null;
  /** The version that it says it is; null when it does not say. */
  version: string | null;
  /** SENTRY_URL did not say in time what it is, so that nothing else was asked there. */
  slow: boolean;
  /** Nothing can be read: SENTRY_URL is not set, and the DSN is not of Sentry's own service, whose address is the default. */
  unnamed: boolean;
  /** Sentry's clock minus ours in milliseconds; null when it did not say. */
  skewMs: number | null;
  release: string;
  /** The running build carries debug ids; null where that does not matter, as in development. */
  debugIds: boolean | null;
  /** The app's own address is a local one. */
  local: boolean;
}

export interface RuntimeFacts {
  dsn: boolean;
  /** What the running client puts on its events. */
  release: string;
  environment: string;
  /** What somebody has said that it should be; null: nobody has. */
  stated: { release: string | null; environment: string | null };
  registered: boolean;
  /** What Next holds as `onRequestError`; deaf: it takes no error; null when it cannot be asked. */
  onRequestError: boolean | "deaf" | null;
  node: SdkFacts;
  /** null: there is no client. */
  tracing: TracingFacts | null;
  /** null: the edge route did not answer. */
  edge: SdkFacts | null;
  /** It gave no answer in time. */
  edgeSlow: boolean;
  /** Its answer broke off, or a proxy found nobody there. */
  edgeCut: boolean;
  /** It was not even asked: over http the app's token would have crossed a network in the clear. */
  edgeInsecure: boolean;
  /** It was answered, but not with the SDK's facts; `ours`: by this app. */
  edgeRefusal: { status: number; ours: boolean } | null;
  /** What came was made for an earlier request. */
  edgeCached: boolean;
  /** What answers at the app's own address is not this app: its address and status; null: it is, or did not answer. */
  stranger: { origin: string; status: number } | null;
  /**
   * The host stops processes once no request is open; null: none is known to. `waits`: it is asked to wait for every event
   * of a request; `answers`: onRequestError waits for what it reports.
   */
  stopping: (Stopping & { waits: boolean; answers: boolean }) | null;
}

export interface PageFacts {
  dsn: boolean;
  /** Where the browser sends to, e.g. `https://o1.ingest.sentry.io/api/42/envelope/`, or a tunnel. */
  sendsTo: string;
  /** Where the page comes from. */
  origin: string;
  outcome: Outcome | null;
  /** A page gave no answer in time. */
  slow: boolean;
  /** The app takes the check of the browser: then an SDK that is not started there is a fault. */
  checksBrowser: boolean;
  /** The pages that were read. */
  policies: readonly PagePolicies[];
  /** Pages of the app that were to be read and did not answer with a page: each with what they answered. */
  unread: readonly UnreadPage[];
}

export interface StoreFacts {
  /** slow: it gave no answer in time. */
  reachable: boolean | "slow";
  /** Another app's, whose database it is, so that it takes nothing of this one. */
  owner?: string | null;
  /** Kind and place, without credentials. */
  label: string;
}

export interface InngestFacts {
  /** The client's id, under which Inngest knows the app. */
  app: string;
  /** Whose middleware reports failed tasks: Roundtrip's; perhaps one of the app's own; or there is none at all. */
  middleware: "ours" | "perhaps" | "none";
  mode: "dev" | "cloud";
  /** What answers there, by its own word or its name. */
  server: InngestKind;
  /** Where people open it; null where that is not certain. */
  place: InngestPlace | null;
  /** INNGEST_SERVE_ORIGIN: where the app says that Inngest reaches it; null: at its own address. */
  serveOrigin: string | null;
  /** False: what the client was given as Inngest's address is none, and nobody was asked. */
  hasAddress: boolean;
  /** Where events go, and where functions are listed. */
  eventHost: string;
  apiHost: string;
  eventKey: boolean;
  /** The app's own `/api/inngest`; null when the app knows no address of its own. */
  served: Outcome | null;
  origin: string | null;
  events: Outcome;
  /** The answer to no events, sent with the event key; null without one. */
  sent: Outcome | null;
  functions: Outcome;
  /** What Inngest holds of this app; null when it did not say. */
  registered: readonly PlannedFunction[] | null;
  expected: readonly PlannedFunction[];
  /** One for each address that Inngest calls. */
  addresses: readonly AddressFacts[];
  /** Inngest's clock minus ours in milliseconds; null when it did not say. */
  skewMs: number | null;
}

/** Calls of a scheduler that is the canary, on the store's clock. */
export interface CanaryFacts {
  /** The newest one's; null: nobody ever called. */
  calledAt: number | null;
  now: number;
  /** STATUS_MAX_AGE and RETENTION_DAYS, in milliseconds. */
  maxAgeMs: number;
  retentionMs: number;
  /** CRON_SECRET is set. */
  secret: boolean;
  /** CANARY_CRON is set: Inngest calls it. */
  scheduled: boolean;
  /** ALERT_WEBHOOK_URL or HEARTBEAT_URL is set, to whatever. */
  alerts: boolean;
}

export interface DoctorFacts {
  /** What runs in this process. */
  versions: Versions;
  variables: VariableFacts;
  store: StoreFacts;
  sentry: SentryFacts;
  runtime: RuntimeFacts;
  page: PageFacts;
  /** Names of the checks that the app lists and has no route for, or no page where a browser raises them. */
  missing: { routes: readonly string[]; pages: readonly string[] };
  /** Null where the store did not say. */
  canary: CanaryFacts | null;
  /** Null for an app that has no Inngest. */
  inngest: InngestFacts | null;
}
