import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { portTaken } from "#port.js";
import { type Control, controlRoutes, createControl } from "#sentry/control/routes.js";
import { ingestRoutes } from "#sentry/ingest/routes.js";
import { MapIndex } from "#sentry/maps/index-of-build.js";
import { readRoutes } from "#sentry/read/routes.js";
import { type Env, logRequest } from "./http.js";
import { landingRoutes } from "./landing.js";
import { type Behaviour, createState, DEFAULT_SCOPES, type Identity, type State } from "./state.js";

export interface SentryOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  org?: string;
  /** Numeric id, as it stands in the DSN. */
  project?: string;
  /** Slug of the project; "app" when not given. */
  slug?: string;
  /** 32 hex digits; made when not given, as is the token. */
  key?: string;
  token?: string;
  /** From the 200 to the moment the event can be read; 150 when not given. */
  delayMs?: number;
  /** A `.next` directory whose maps stand for those uploaded to Sentry. */
  maps?: string;
  log?: (line: string) => void;
}

export interface SentryServer {
  url: string;
  dsn: string;
  org: string;
  project: string;
  slug: string;
  key: string;
  token: string;
  maps: string | null;
  control: Control;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const DEFAULT_DELAY_MS = 150;

function checked(options: SentryOptions): Identity {
  const identity: Identity = {
    org: options.org ?? "local",
    project: options.project ?? "4501",
    slug: options.slug ?? "app",
    key: (options.key ?? randomBytes(16).toString("hex")).toLowerCase(),
    token: options.token ?? `sntryu_${randomBytes(32).toString("hex")}`,
  };
  const wrong = (name: string, remedy: string): never => {
    throw new TypeError(`${name} ${remedy}`);
  };
  if (!/^[a-z0-9_-]{1,50}$/.test(identity.org))
    wrong("org", "must be a slug: lowercase letters, digits, - and _");
  if (!/^[a-z0-9_-]{1,50}$/.test(identity.slug)) wrong("slug", "must be lowercase letters, digits, - and _");
  if (!/^[1-9]\d{0,15}$/.test(identity.project))
    wrong("project", "must be a number such as 4501, as in a DSN");
  if (!/^[0-9a-f]{32}$/.test(identity.key)) wrong("key", "must be 32 hex digits, as in a DSN");
  if (!/^\S{1,300}$/.test(identity.token)) wrong("token", "must be one word");
  return identity;
}

function behaviourOf(options: SentryOptions, identity: Identity, maps: MapIndex | null): Behaviour {
  return {
    ingest: { mode: "normal" },
    read: { mode: "normal" },
    alterations: [],
    delayMs: options.delayMs ?? DEFAULT_DELAY_MS,
    duplicates: 0,
    scopes: [...DEFAULT_SCOPES],
    orgSlug: identity.org,
    projectAccess: true,
    clockOffsetMs: 0,
    scrub: [],
    scrubIds: null,
    version: "local",
    inboundFilters: {},
    maps,
  };
}

function createApp(state: State, control: Control): Hono<Env> {
  const app = new Hono<Env>();
  app.route("/", controlRoutes(state, control));
  app.route("/", ingestRoutes(state));
  app.route("/", readRoutes(state));
  app.route("/", landingRoutes(state));
  app.notFound((c) => c.text("Not found", 404));
  app.onError((error, c) => {
    logRequest(state, `${c.req.method} ${c.req.path}`, 500, error.stack ?? error.message);
    return c.json({ detail: "Internal Error" }, 500);
  });
  return app;
}

/** Starts a stand-in on loopback. Throws TypeError naming a bad option, PortTaken when the port is in use. */
export async function startSentry(options: SentryOptions = {}): Promise<SentryServer> {
  const identity = checked(options);
  // One for all resets: to list a build's folder and to read its maps costs more than everything else here.
  const maps = options.maps === undefined ? null : new MapIndex(options.maps);
  const state = createState(identity, () => behaviourOf(options, identity, maps), options.log ?? (() => {}));
  const control = createControl(state);
  const app = createApp(state, control);
  const server = createAdaptorServer({ fetch: app.fetch, hostname: HOST, createServer });
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE" || error.code === "EACCES";
      reject(taken ? portTaken(options.port ?? 0, "--port", error.code) : error);
    });
    server.listen(options.port ?? 0, HOST, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  return {
    ...identity,
    url: `http://${HOST}:${port}`,
    dsn: `http://${identity.key}@${HOST}:${port}/${identity.project}`,
    maps: options.maps ?? null,
    control,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Requests told to hang would keep the server open for ever.
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
