import { z } from "zod";
import type { Env } from "#config/variables.js";
import type { BugsinkFacts, SentryFacts } from "#doctor/facts.js";
import { ownTime } from "#network/abort/own-time.js";
import { type Asked, ask } from "#network/ask.js";
import { isStatus } from "#network/outcome.js";
import { ApiClient } from "#sentry/read/api-client.js";
import { type BackendKind, detectBackend } from "#sentry/read/backend.js";
import { isSaas, webUrlOf } from "#sentry/read/open.js";
import { Unreadable } from "#sentry/read/reader.js";
import type { SentryPlace } from "#verdict/remedy-pages/sentry.js";
import { clockSkew, foreignIn, readFacts } from "./read.js";

/** Half of the whole examination: what follows needs the other half. */
const DETECTION_MS = 4_000;

type BackendFacts = Pick<
  SentryFacts,
  "backend" | "place" | "silent" | "slow" | "read" | "bugsink" | "skewMs" | "unnamed" | "version"
>;

/**
 * Asks what answers at SENTRY_URL, and then what it lets the token read.
 * @param debugId one of the running build
 */
export async function backendFacts(
  e: Env,
  deadline: AbortSignal,
  debugId?: string | undefined,
): Promise<BackendFacts> {
  const { SENTRY_API_TOKEN: token, SENTRY_ORG: organisation, SENTRY_URL: url, dsn, release } = e;
  const nothingRead = { read: null, bugsink: null, skewMs: null };
  if (dsn.state === "ok" && !e.namesSentryUrl && !isSaas(dsn.dsn.host)) {
    const { kind, version, webUrl } = await kindAt(dsn.dsn.base);
    return {
      ...nothingRead,
      backend: kind,
      place: placeAt(e, dsn.dsn.base, { kind, webUrl }),
      version,
      silent: null,
      slow: false,
      unnamed: true,
    };
  }
  const { kind: backend, silent, slow, version, webUrl } = await kindAt(url);
  const place = placeAt(e, url, { kind: backend, webUrl });
  const nothing = { ...nothingRead, backend, place, silent, slow, version, unnamed: false };
  // Who does not even say in time what it is would answer nothing else in time.
  if (slow || backend === "glitchtip") return nothing;
  if (!token || dsn.state !== "ok")
    return { ...nothing, skewMs: await clockSkew(url, deadline, backend !== null) };
  const { project, key } = dsn.dsn;
  if (backend === "bugsink")
    return { ...nothing, ...(await bugsinkFacts({ url, token, project, key }, deadline)) };
  if (!organisation) return { ...nothing, skewMs: await clockSkew(url, deadline, backend !== null) };
  const found = await readFacts({ url, organisation, project, key, token, release, debugId }, deadline);
  const org = isStatus(found.read.organisation, 404) ? null : organisation;
  return { ...nothing, ...found, place: place && { ...place, org, slug: found.read.slug } };
}

/** Where people open what answered at `url`, as far as its own word is believed. */
function placeAt(e: Env, url: string, { kind, webUrl }: Pick<Told, "kind" | "webUrl">): SentryPlace | null {
  if (!kind || !/^sentry/.test(kind)) return null;
  const { SENTRY_ORG: org = null, dsn } = e;
  const { host, project } = dsn.state === "ok" ? dsn.dsn : { host: "", project: "" };
  return { webUrl: webUrlOf(webUrl, { url, dsnHost: host }), org, project, slug: null };
}

interface Told {
  kind: BackendKind | null;
  /** As it says itself; empty where it says nothing. */
  webUrl: string;
  version: string | null;
  silent: string | null;
  slow: boolean;
}

/** An examination was asked for by somebody, and is rare: it need not wait for the look-ups' budget. */
async function kindAt(url: string): Promise<Told> {
  const late: Told = {
    kind: null,
    webUrl: "",
    version: null,
    silent: `did not answer in ${DETECTION_MS / 1_000} s`,
    slow: true,
  };
  const patience = ownTime(DETECTION_MS).then(() => late);
  const asked = detectBackend(new ApiClient(url, null, async () => undefined)).then(
    ({ kind, webUrl, certain, version }): Told => ({
      kind: certain ? kind : null,
      webUrl,
      version,
      silent: null,
      slow: false,
    }),
    (error: unknown): Told => ({
      kind: null,
      webUrl: "",
      version: null,
      silent: silenceOf(error),
      slow: false,
    }),
  );
  return Promise.race([asked, patience]);
}

const silenceOf = (error: unknown): string =>
  Unreadable.is(error) && error.status !== null
    ? `answered ${error.status}`
    : `was not reached (${Unreadable.is(error) ? error.detail : "unknown"})`;

const Project = z.looseObject({ id: z.union([z.string(), z.number()]), dsn: z.string() });
/** No event has this id; 404 says that events may be read. */
const NO_EVENT = "00000000-0000-4000-8000-000000000000";

async function bugsinkFacts(
  { url, token, project, key }: { url: string; token: string; project: string; key: string },
  deadline: AbortSignal,
): Promise<{ bugsink: BugsinkFacts; skewMs: number | null }> {
  const base = new URL(url.endsWith("/") ? url : `${url}/`);
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const get = (path: string) => ask(new URL(`api/canonical/0/${path}`, base), { headers, deadline });
  const [projectAsked, issues, event] = await Promise.all([
    get(`projects/${project}/`),
    get(`issues/?project=${project}&sort=last_seen&order=desc`),
    get(`events/${NO_EVENT}/`),
  ]);
  return {
    bugsink: {
      host: base.host,
      project: projectAsked.outcome,
      isOwn: isOwn(projectAsked, project, key),
      issues: issues.outcome,
      event: event.outcome,
      foreign: foreignIn([projectAsked, issues, event]),
    },
    skewMs: projectAsked.skewMs,
  };
}

function isOwn({ body }: Asked, project: string, key: string): boolean | null {
  const parsed = Project.safeParse(body);
  if (!parsed.success) return null;
  const { id, dsn } = parsed.data;
  return String(id) === project && URL.canParse(dsn) && new URL(dsn).username === key;
}
