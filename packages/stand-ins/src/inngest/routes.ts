import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { controlRoutes } from "#inngest/control/routes.js";
import type { Control, Parts } from "#inngest/control/state.js";
import { viewEvent } from "#inngest/events/store.js";
import { listed } from "#inngest/registry/listing.js";
import { type Run, viewRun } from "#inngest/runs/run.js";
import { type Log, registrationSchema } from "#inngest/wire/protocol.js";
import { hashSigningKey, sameText } from "#inngest/wire/signature.js";
import { page } from "./page.js";

/** Room for Inngest's largest send (512 KiB an event on common plans) and any registration. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/;

export interface RouteOptions {
  /** Null: any key is good. */
  readonly eventKey: string | null;
  readonly signingKey: string | null;
  readonly onEvents: (payload: unknown, seed: string | undefined) => string[];
  readonly log: Log;
}

type Env = { Bindings: HttpBindings };

/** Inngest's event API, registration and REST, a page to look at, and `/_control`. */
export function routes(options: RouteOptions, parts: Parts, control: Control): Hono<Env> {
  const app = new Hono<Env>();
  app.onError((error, c) => {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    options.log(`refused ${c.req.method} ${c.req.path}: ${message}`);
    return c.json({ error: message, status: 400 }, 400);
  });
  const kind = options.signingKey === null ? "dev" : "cloud";
  app.use(async (c, next) => {
    await next();
    c.header("x-inngest-server-kind", kind);
  });
  app.use(refuseOtherSites);
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => refuse(c, 413, "body is larger than 4 MB") }));
  app.post("/e/:key", (c) => takeEvents(c, options, parts));
  app.post("/fn/register", (c) => register(c, options, parts, kind));
  app.get("/health", (c) => c.json({ status: 200, message: "OK" }));
  // A server that is no dev server says nothing here, as the real one.
  if (kind === "dev")
    app.get("/dev", (c) => c.json({ version: "local", functions: configs(parts), handlers: [] }));
  app.get("/v1/apps/:name/functions", (c) => {
    if (!isSigned(c, options)) return refuse(c, 401, "No auth found");
    const known = parts.registry.all().filter((fn) => fn.app === c.req.param("name"));
    return c.json(known.map(listed));
  });
  app.get("/v1/runs", (c) => {
    const limit = z.coerce.number().int().min(1).max(5_000).default(40).parse(c.req.query("limit"));
    return c.json(paged(parts.runStore.newest(limit)));
  });
  app.get("/v1/runs/:id", (c) => {
    const run = parts.runStore.get(c.req.param("id"));
    if (run === undefined) return refuse(c, 404, "no such run");
    return c.json({ ...paged([run]), data: viewRun(run) });
  });
  app.get("/v1/events/:id", (c) => {
    if (!isSigned(c, options)) return refuse(c, 401, "No auth found");
    const kept = parts.events.get(c.req.param("id"));
    return kept ? c.json({ ...paged([]), data: viewEvent(kept) }) : refuse(c, 404, "Event not found");
  });
  app.get("/v1/events/:id/runs", (c) => {
    if (!isSigned(c, options)) return refuse(c, 401, "No auth found");
    return c.json(paged(parts.runStore.ofEvent(c.req.param("id"))));
  });
  app.route("/_control", controlRoutes(control, parts));
  app.get("/", (c) => c.html(page(parts, control)));
  app.notFound((c) => refuse(c, 404, `${c.req.method} ${c.req.path} is not spoken by the local Inngest`));
  return app;
}

/** A web page elsewhere must not reach this server through the visitor's browser. */
async function refuseOtherSites(c: Context, next: () => Promise<void>) {
  const site = c.req.header("sec-fetch-site") ?? "none";
  if (!LOOPBACK.test(c.req.header("host") ?? "")) return refuse(c, 403, "the Host is not loopback");
  if (site !== "none" && site !== "same-origin") return refuse(c, 403, "asked from another site");
  await next();
}

async function takeEvents(c: Context<Env>, options: RouteOptions, parts: Parts): Promise<Response> {
  const { how } = parts.mode.current;
  if (parts.mode.uses("down")) {
    if (how === "reset") c.env.incoming.socket.destroy();
    return refuse(c, 503, "down on command");
  }
  if (options.eventKey !== null && !sameText(c.req.param("key") ?? "", options.eventKey)) {
    return refuse(c, 401, "Event key not found");
  }
  if (parts.runStore.full) return refuse(c, 503, "too many runs are under way");
  const payload: unknown = await c.req.json().catch(() => {
    throw new Error("the body is not JSON");
  });
  return c.json({ ids: options.onEvents(payload, c.req.header("x-inngest-event-id-seed")), status: 200 });
}

/** The caller knows the signing key, or there is none. */
function isSigned(c: Context, { signingKey }: RouteOptions): boolean {
  if (signingKey === null) return true;
  return sameText(c.req.header("authorization") ?? "", `Bearer ${hashSigningKey(signingKey)}`);
}

async function register(c: Context, options: RouteOptions, parts: Parts, kind: string): Promise<Response> {
  if (!isSigned(c, options)) {
    options.log("registration refused: its signing key is not the one this server was started with");
    return refuse(c, 401, "Unauthorized: the app's INNGEST_SIGNING_KEY is not this server's --signing-key");
  }
  const expected = c.req.header("x-inngest-expected-server-kind");
  if (expected && expected !== kind) throw new Error(`Expected server kind ${kind}, got ${expected}`);
  const registration = registrationSchema.parse(await c.req.json());
  const { modified, functions } = parts.registry.register(registration);
  if (modified) {
    parts.journal.app(registration);
    const ids = functions.map((fn) => fn.config.id).join(", ") || "no functions";
    options.log(`registered ${registration.appName} (${registration.sdk}) at ${registration.url}: ${ids}`);
    for (const fn of functions) {
      if (fn.unsupported.length > 0) {
        options.log(`warning: ${fn.config.id} uses ${fn.unsupported.join(", ")}: its runs will fail here`);
      }
    }
  }
  return c.json({ status: 200, ok: true, modified });
}

function configs(parts: Parts) {
  return parts.registry.all().map((fn) => fn.config);
}

function paged(runs: readonly Run[]) {
  const now = new Date().toISOString();
  return { data: runs.map(viewRun), metadata: { fetched_at: now, cached_until: now } };
}

function refuse(c: Context, status: 401 | 403 | 404 | 413 | 503, error: string): Response {
  return c.json({ error, status }, status);
}
