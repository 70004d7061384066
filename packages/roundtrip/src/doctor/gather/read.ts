import { z } from "zod";
import type { FilterFacts, ReadFacts } from "#doctor/facts.js";
import { type Asked, ask } from "#network/ask.js";
import { isGood, isStatus } from "#network/outcome.js";
import { accountTrouble, reasonToDeny } from "#sentry/read/api-client.js";
import { isOwnRefusal, mayBeForeign } from "#sentry/read/own-refusal.js";
import type { ReaderSettings } from "#sentry/read/reader.js";

const Root = z.looseObject({
  version: z.string(),
  auth: z.looseObject({ scopes: z.array(z.string()).nullish() }).nullish(),
});
const Project = z.looseObject({
  id: z.union([z.string(), z.number()]),
  slug: z.string().max(100).nullish().catch(null),
  options: z.record(z.string(), z.unknown()).nullish(),
});
/** `active` is a list of browsers for one of them. */
const Filters = z.array(
  z.looseObject({ id: z.string(), active: z.union([z.boolean(), z.array(z.unknown())]) }),
);
/** Of a project and of an organisation alike. */
const Scrubbing = z.looseObject({
  dataScrubber: z.boolean().nullish(),
  sensitiveFields: z.array(z.string()).nullish(),
  safeFields: z.array(z.string()).nullish(),
});
/** What to ask for, where, and with what. */
export interface ReadQuestion extends ReaderSettings {
  organisation: string;
  release: string;
  /** Of the running build; undefined: it has none, or nobody looked. */
  debugId?: string | undefined;
}
/** No event has this id; 404 says that the endpoint may be read. */
const NO_EVENT = "0".repeat(32);

/** Asks each endpoint that following a run reads, and those that explain a loss. Nothing is changed. */
async function answersOf(
  { url, organisation, project, token, release, debugId }: ReadQuestion,
  deadline: AbortSignal,
) {
  const base = new URL(url.endsWith("/") ? url : `${url}/`);
  const org = encodeURIComponent(organisation);
  const inOrg = `organizations/${org}`;
  const inProject = `projects/${org}/${project}`;
  const search = new URLSearchParams({
    dataset: "errors",
    query: `message:"*${NO_EVENT}*"`,
    project,
    statsPeriod: "1h",
    per_page: "1",
    field: "id",
  });
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const get = (path: string) => ask(new URL(`api/0/${path}`, base), { headers, deadline });
  const [root, organisationAsked, projectAsked, event, searched, releaseAsked, filterList, artifacts] =
    await Promise.all([
      get(""),
      get(`${inOrg}/`),
      get(`${inProject}/`),
      get(`${inProject}/events/${NO_EVENT}/`),
      get(`${inOrg}/events/?${search}`),
      get(`${inOrg}/releases/${encodeURIComponent(release)}/`),
      get(`${inProject}/filters/`),
      debugId === undefined
        ? null
        : get(`${inProject}/artifact-lookup/?${new URLSearchParams({ debug_id: debugId })}`),
    ]);
  return { root, organisationAsked, projectAsked, event, searched, releaseAsked, filterList, artifacts };
}

/** What the doctor knows of a Sentry's API. */
export async function readFacts(
  settings: ReadQuestion,
  deadline: AbortSignal,
): Promise<{ read: ReadFacts; skewMs: number | null }> {
  const { root, organisationAsked, projectAsked, event, searched, releaseAsked, filterList, artifacts } =
    await answersOf(settings, deadline);
  const followed = [root, organisationAsked, projectAsked, event, searched];
  const spoken = Root.safeParse(root.body);
  const isSentry = spoken.success || isOwnRefusal(root.body, root.headers);
  const found = Project.safeParse(projectAsked.body).data;
  const projectId = found === undefined ? null : String(found.id);
  return {
    read: {
      host: new URL(settings.url).host,
      org: settings.organisation,
      root: root.outcome,
      isSentry,
      foreign: foreignIn(followed),
      account: followed.map(accountOf).find(Boolean) ?? null,
      denied: followed.map(deniedOf).find(Boolean) ?? null,
      scopes: spoken.data?.auth?.scopes ?? null,
      organisation: organisationAsked.outcome,
      project: projectAsked.outcome,
      slug: projectId === settings.project ? (found?.slug ?? null) : null,
      projectId,
      event: event.outcome,
      search: searched.outcome,
      release: releaseAsked.outcome,
      filterList: filterList.outcome,
      filters: filtersOf(filterList, projectAsked),
      scrubbing: scrubbingOf(projectAsked, organisationAsked),
      artifacts: artifacts && isGood(artifacts.outcome) ? countOf(artifacts.body) : null,
    },
    // The clock of whatever else answers says nothing of Sentry's.
    skewMs: isSentry ? (root.skewMs ?? organisationAsked.skewMs) : null,
  };
}

/** The status of the first refusal that something between may have given. */
export function foreignIn(answers: readonly Asked[]): number | null {
  const found = answers.find(
    ({ outcome, body, headers }) =>
      outcome.kind === "answered" &&
      mayBeForeign(outcome.status) &&
      body !== undefined &&
      !isOwnRefusal(body, headers),
  );
  return found?.outcome.kind === "answered" ? found.outcome.status : null;
}

const accountOf = ({ outcome, body }: Asked): string | null =>
  isStatus(outcome, 401, 403) ? accountTrouble(body) : null;

const deniedOf = ({ outcome, body, headers }: Asked): string | null =>
  isStatus(outcome, 403) && isOwnRefusal(body, headers) ? reasonToDeny(body) : null;

const countOf = (body: unknown): number | null => (Array.isArray(body) ? body.length : null);

/** Either of the two switches it on, and the words of both count. */
function scrubbingOf(project: Asked, organisation: Asked): ReadFacts["scrubbing"] {
  const own = Scrubbing.safeParse(project.body).data;
  if (!own || !isGood(project.outcome)) return null;
  const both = [own, Scrubbing.safeParse(organisation.body).data ?? {}];
  return {
    on: both.some(({ dataScrubber }) => dataScrubber === true),
    fields: both.flatMap(({ sensitiveFields }) => sensitiveFields ?? []),
    safe: both.flatMap(({ safeFields }) => safeFields ?? []),
  };
}

/** Sentry splits these settings at line ends. */
const lines = (value: unknown): string[] =>
  typeof value === "string"
    ? value
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter(Boolean)
    : [];

/** Sentry keeps these two with the project, and does not list them everywhere. */
const unlisted = (options: Record<string, unknown>, listed: z.infer<typeof Filters>) =>
  ["react-hydration-errors", "chunk-load-error"]
    .filter((id) => !listed.some((one) => one.id === id))
    .map((id) => ({ id, active: [true, 1, "1", "true"].some((on) => options[`filters:${id}`] === on) }));

function filtersOf(list: Asked, project: Asked): FilterFacts | null {
  const parsed = Filters.safeParse(list.body);
  if (!parsed.success) return null;
  const options = Project.safeParse(project.body).data?.options ?? {};
  return {
    active: parsed.data
      .concat(unlisted(options, parsed.data))
      // This one drops transactions of health checks, never an error.
      .filter(({ id }) => id !== "filtered-transaction")
      .filter(({ active }) => (Array.isArray(active) ? active.length > 0 : active))
      .map(({ id }) => id),
    releases: lines(options["filters:releases"]),
    messages: lines(options["filters:error_messages"]),
    addresses: lines(options["filters:blacklisted_ips"]),
  };
}

/**
 * The backend's clock, which needs no token; null when nobody answers, or nobody that speaks as a backend does.
 * @param isKnown it has said which backend it is
 */
export async function clockSkew(
  url: string,
  deadline: AbortSignal,
  isKnown: boolean,
): Promise<number | null> {
  const base = new URL(url.endsWith("/") ? url : `${url}/`);
  const { body, headers, skewMs } = await ask(new URL("api/0/", base), { deadline });
  return isKnown || Root.safeParse(body).success || isOwnRefusal(body, headers) ? skewMs : null;
}
