import { Hono } from "hono";
import { filterList, filterOptions } from "#sentry/control/filters.js";
import type { ReadEndpoint } from "#sentry/control/schema.js";
import { type Ctx, type Env, logRequest } from "#sentry/http.js";
import { normalEventId } from "#sentry/ingest/envelope.js";
import type { Json } from "#sentry/json.js";
import { artifactLookup } from "#sentry/maps/artifact-lookup.js";
import { releaseOf } from "#sentry/release.js";
import { type State, serverNow, spend } from "#sentry/state.js";
import { readableEvent, symbolicatedView } from "#sentry/view.js";
import { bearer, type Refusal, refusalOf } from "./access.js";
import { apiEvent } from "./event.js";
import { readAnswer, readFault } from "./fault.js";
import { search } from "./search.js";
import { QueryError } from "./search-query.js";
import { sourceMapDebug } from "./source-map-debug.js";
import { statsV2 } from "./stats-v2.js";

type Answer = Json | Json[] | Refusal | Response;

const EVENT_NOT_FOUND: Refusal = { status: 404, detail: "Event not found" };
const NOT_FOUND: Refusal = { status: 404, detail: "The requested resource does not exist" };

const isRefusal = (answer: Answer): answer is Refusal =>
  !Array.isArray(answer) &&
  !(answer instanceof Response) &&
  typeof answer.status === "number" &&
  "detail" in answer;

/** The stored event as told by control: another's body in place of the asked one's. */
async function eventBody(state: State, eventId: string): Promise<Json | null> {
  const stored = readableEvent(state, eventId);
  if (!stored) return null;
  const fault = state.behaviour.read;
  if (fault.mode !== "wrong-body") return apiEvent(state, await symbolicatedView(state, stored));
  spend(state, "read");
  const other = state.store.newestFirst().find((one) => one.eventId !== eventId);
  const swapped = other ?? {
    ...stored,
    raw: { message: "another event", level: "info" },
    eventId: "0".repeat(32),
  };
  const raw = other ? other.raw : { ...swapped.raw, event_id: swapped.eventId };
  return apiEvent(state, await symbolicatedView(state, { ...swapped, raw }));
}

function projectBody(state: State): Json {
  const { identity, behaviour } = state;
  return {
    id: identity.project,
    slug: identity.slug,
    name: identity.slug,
    platform: "javascript-nextjs",
    status: "active",
    isMember: true,
    hasAccess: true,
    dateCreated: new Date(state.startedAt).toISOString(),
    firstEvent: null,
    organization: {
      id: "1",
      slug: behaviour.orgSlug,
      name: behaviour.orgSlug,
      status: { id: "active", name: "active" },
    },
    dataScrubber: behaviour.scrub.length > 0,
    dataScrubberDefaults: false,
    sensitiveFields: behaviour.scrub,
    safeFields: [],
    options: filterOptions(behaviour.inboundFilters),
  };
}

async function eventIdBody(state: State, c: Ctx): Promise<Answer> {
  const eventId = normalEventId(c.req.param("event"));
  if (!eventId) return { status: 400, detail: "Invalid event ID" };
  const stored = readableEvent(state, eventId);
  if (!stored) return NOT_FOUND;
  const view = await symbolicatedView(state, stored);
  return {
    organizationSlug: state.behaviour.orgSlug,
    projectSlug: state.identity.slug,
    groupId: view.groupId,
    eventId,
    event: apiEvent(state, view),
  };
}

function searchBody(state: State, c: Ctx): Response {
  const url = new URL(c.req.url);
  const { body, offset, perPage, more } = search(state, url.searchParams);
  const page = (rel: string, cursor: number, results: boolean) => {
    url.searchParams.set("cursor", `0:${cursor}:${rel === "previous" ? 1 : 0}`);
    return `<${url}>; rel="${rel}"; results="${results}"; cursor="0:${cursor}:${rel === "previous" ? 1 : 0}"`;
  };
  const link = [
    page("previous", Math.max(0, offset - perPage), offset > 0),
    page("next", offset + perPage, more),
  ];
  return c.json(body, 200, { link: link.join(", ") });
}

/** Every endpoint: its path below /api/0, and its answer once the caller may read. */
const ENDPOINTS: [ReadEndpoint, string, (state: State, c: Ctx) => Answer | Promise<Answer>][] = [
  [
    "organization",
    "/organizations/:org/",
    (state) => ({
      id: "1",
      slug: state.behaviour.orgSlug,
      name: state.behaviour.orgSlug,
      status: { id: "active", name: "active" },
      dateCreated: new Date(state.startedAt).toISOString(),
      access: state.behaviour.scopes,
    }),
  ],
  ["project", "/projects/:org/:project/", projectBody],
  [
    "event",
    "/projects/:org/:project/events/:event/",
    async (state, c) =>
      (await eventBody(state, normalEventId(c.req.param("event")) ?? "")) ?? EVENT_NOT_FOUND,
  ],
  ["eventid", "/organizations/:org/eventids/:event/", eventIdBody],
  ["events", "/organizations/:org/events/", searchBody],
  [
    "source-map-debug",
    "/projects/:org/:project/events/:event/source-map-debug/",
    async (state, c) => {
      const stored = readableEvent(state, normalEventId(c.req.param("event")) ?? "");
      return stored ? sourceMapDebug(state, await symbolicatedView(state, stored)) : EVENT_NOT_FOUND;
    },
  ],
  ["stats", "/organizations/:org/stats_v2/", (state, c) => statsV2(state, new URL(c.req.url).searchParams)],
  [
    "release",
    "/organizations/:org/releases/:version/",
    (state, c) => releaseOf(state, c.req.param("version") ?? "") ?? NOT_FOUND,
  ],
  ["filters", "/projects/:org/:project/filters/", (state) => filterList(state.behaviour.inboundFilters)],
  ["artifact-lookup", "/projects/:org/:project/artifact-lookup/", artifactLookup],
];

async function answerOf(state: State, c: Ctx, endpoint: ReadEndpoint, body: () => Answer | Promise<Answer>) {
  state.stats.reads.add(endpoint);
  const fault = await readFault(state, c, endpoint);
  if (fault) return fault;
  let answer: Answer;
  try {
    answer = refusalOf(state, c, endpoint) ?? (await body());
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    answer = { status: 400, detail: error.message };
  }
  const response =
    answer instanceof Response
      ? answer
      : isRefusal(answer)
        ? c.json({ detail: answer.detail }, answer.status)
        : c.json(answer);
  logRequest(state, `GET ${endpoint}`, response.status, c.req.param("event") ?? c.req.query("query") ?? "");
  return readAnswer(state, c, endpoint, response);
}

/** `/api/0/…`: the part of Sentry's API that reads events back. */
export function readRoutes(state: State): Hono<Env> {
  const app = new Hono<Env>();
  app.use("/api/0/*", async (c, next) => {
    await next();
    // The clock a reader compares against is this header's.
    c.res.headers.set("date", new Date(serverNow(state)).toUTCString());
  });
  // What Sentry tells its own web interface, without credentials: which kind of Sentry it is, and where.
  app.get("/api/client-config/", async (c) => {
    state.stats.reads.add("client-config");
    const fault = await readFault(state, c, "client-config");
    if (fault) return fault;
    const answer = c.json({
      sentryMode: "SELF_HOSTED",
      isSelfHosted: true,
      urlPrefix: new URL(c.req.url).origin,
      version: { current: state.behaviour.version },
      isAuthenticated: false,
      user: null,
    });
    return readAnswer(state, c, "client-config", answer);
  });
  app.get("/api/0/", async (c) => {
    state.stats.reads.add("root");
    const fault = await readFault(state, c, "root");
    if (fault) return fault;
    const token = bearer(c);
    if (token !== null && token !== state.identity.token) return c.json({ detail: "Invalid token" }, 401);
    return c.json({
      version: "0",
      auth: token === null ? null : { scopes: state.behaviour.scopes },
      user: null,
    });
  });
  for (const [endpoint, path, body] of ENDPOINTS)
    app.get(`/api/0${path}`, (c) => answerOf(state, c, endpoint, () => body(state, c)));
  app.all("/api/0/*", (c) => {
    logRequest(state, `${c.req.method} ${c.req.path}`, 404);
    return c.json({ detail: "Route not found, did you forget a trailing slash?" }, 404);
  });
  return app;
}
