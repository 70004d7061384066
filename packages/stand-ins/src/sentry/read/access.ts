import { timingSafeEqual } from "node:crypto";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ReadEndpoint } from "#sentry/control/schema.js";
import type { Ctx } from "#sentry/http.js";
import type { State } from "#sentry/state.js";

export type Refusal = { status: ContentfulStatusCode; detail: string };

const NOT_FOUND: Refusal = { status: 404, detail: "The requested resource does not exist" };
const FORBIDDEN: Refusal = { status: 403, detail: "You do not have permission to perform this action." };

/** Any one of these lets a token read the endpoint, as Sentry's permission classes have it. */
const PROJECT_READ = ["project:read", "project:write", "project:admin"];
const ORG_READ = ["org:read", "org:write", "org:admin"];
const SCOPES: Record<ReadEndpoint, string[]> = {
  "client-config": [],
  root: [],
  organization: ORG_READ,
  project: PROJECT_READ,
  event: PROJECT_READ,
  eventid: ORG_READ,
  events: ORG_READ,
  "source-map-debug": PROJECT_READ,
  stats: ORG_READ,
  release: ["project:releases", "org:ci", "project:read", "project:write", "project:admin"],
  filters: PROJECT_READ,
  "artifact-lookup": [...PROJECT_READ, "project:releases", "org:ci"],
};

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The token a request carries; null for none. */
export const bearer = (c: Ctx): string | null =>
  /^Bearer\s+(\S+)\s*$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? null;

/** Why this request may not read the endpoint, in Sentry's words and order: token, organisation, scope, project. */
export function refusalOf(state: State, c: Ctx, endpoint: ReadEndpoint): Refusal | null {
  const { identity, behaviour } = state;
  const token = bearer(c);
  if (token === null) return { status: 401, detail: "Authentication credentials were not provided." };
  if (!sameText(token, identity.token)) return { status: 401, detail: "Invalid token" };
  const org = c.req.param("org");
  if (org !== undefined && org !== behaviour.orgSlug) return NOT_FOUND;
  const project = c.req.param("project");
  if (project !== undefined && project !== identity.project && project !== identity.slug) return NOT_FOUND;
  if (!SCOPES[endpoint].some((scope) => behaviour.scopes.includes(scope))) return FORBIDDEN;
  if (!behaviour.projectAccess && (project !== undefined || endpoint === "eventid" || endpoint === "events"))
    return FORBIDDEN;
  return null;
}
