import { Hono } from "hono";
import { z } from "zod";
import { type Ctx, type Env, isLocalCaller, logRequest } from "#sentry/http.js";
import type { Json } from "#sentry/json.js";
import { MapIndex } from "#sentry/maps/index-of-build.js";
import type { StatsReport } from "#sentry/read/stats.js";
import type { State } from "#sentry/state.js";
import type { SeenEnvelope } from "#sentry/store.js";
import {
  AlterationsSchema,
  DelaySchema,
  DuplicateSchema,
  IngestFaultSchema,
  ReadFaultSchema,
  ResetSchema,
  SettingsSchema,
} from "./schema.js";

/** A stored event as the SDK sent it. */
export interface RawEvent {
  receivedAt: string;
  event: Json;
}

/** The verbs of `/_control/`, typed. Each throws z.ZodError on input it does not know. */
export interface Control {
  ingest(fault: z.input<typeof IngestFaultSchema>): void;
  read(fault: z.input<typeof ReadFaultSchema>): void;
  alter(alterations: z.input<typeof AlterationsSchema>): void;
  delay(ms: number): void;
  duplicate(times: number): void;
  settings(settings: z.input<typeof SettingsSchema>): void;
  reset(options?: z.input<typeof ResetSchema>): void;
  /** Newest first. */
  events(limit?: number): RawEvent[];
  envelopes(limit?: number): SeenEnvelope[];
  stats(): StatsReport;
}

export function createControl(state: State): Control {
  return {
    ingest: (fault) => {
      state.behaviour.ingest = IngestFaultSchema.parse(fault);
    },
    read: (fault) => {
      state.behaviour.read = ReadFaultSchema.parse(fault);
    },
    alter: (alterations) => {
      state.behaviour.alterations = AlterationsSchema.parse(alterations);
    },
    delay: (ms) => {
      state.behaviour.delayMs = DelaySchema.parse({ ms }).ms;
    },
    duplicate: (times) => {
      state.behaviour.duplicates = DuplicateSchema.parse({ times }).times;
    },
    settings: (input) => {
      const { maps, ...settings } = SettingsSchema.parse(input);
      const given = Object.entries(settings).filter(([, value]) => value !== undefined);
      Object.assign(state.behaviour, Object.fromEntries(given));
      if (maps !== undefined) state.behaviour.maps = maps === null ? null : new MapIndex(maps);
    },
    reset: (options = {}) => {
      const { clear } = ResetSchema.parse(options);
      state.behaviour = state.initial();
      if (!clear) return;
      state.store.clear();
      state.stats.clear();
    },
    events: (limit = 50) =>
      state.store
        .newestFirst()
        .slice(0, limit)
        .map(({ raw, receivedAt }) => ({ receivedAt: new Date(receivedAt).toISOString(), event: raw })),
    envelopes: (limit = 50) => state.store.envelopes.newestFirst().slice(0, limit),
    stats: () => state.stats.toJSON(),
  };
}

const limitOf = (c: Ctx): number => {
  const limit = Number(c.req.query("limit") ?? 50);
  return Number.isInteger(limit) && limit >= 0 ? limit : 50;
};

/** `/_control/…` over HTTP. Bad input answers 400 naming the field. */
export function controlRoutes(state: State, control: Control): Hono<Env> {
  const app = new Hono<Env>();
  app.use("/_control/*", async (c, next) => {
    if (!isLocalCaller(c)) return c.json({ detail: "Control answers to callers on this machine only." }, 403);
    await next();
    if (c.req.method !== "GET") logRequest(state, `${c.req.method} ${c.req.path}`, c.res.status);
  });
  const change = (method: "PUT" | "POST", name: string, apply: (body: unknown) => void) =>
    app.on(method, `/_control/${name}`, async (c) => {
      const source = await c.req.text();
      try {
        apply(source.trim() === "" ? {} : JSON.parse(source));
        return c.json({ ok: true });
      } catch (error) {
        if (error instanceof SyntaxError) return c.json({ detail: "The body is not JSON." }, 400);
        if (error instanceof z.ZodError) return c.json({ detail: z.prettifyError(error) }, 400);
        throw error;
      }
    });
  change("PUT", "ingest", (body) => control.ingest(IngestFaultSchema.parse(body)));
  change("PUT", "read", (body) => control.read(ReadFaultSchema.parse(body)));
  change("PUT", "alter", (body) => control.alter(AlterationsSchema.parse(body)));
  change("PUT", "delay", (body) => control.delay(DelaySchema.parse(body).ms));
  change("PUT", "duplicate", (body) => control.duplicate(DuplicateSchema.parse(body).times));
  change("PUT", "settings", (body) => control.settings(SettingsSchema.parse(body)));
  change("POST", "reset", (body) => control.reset(ResetSchema.parse(body)));
  app.get("/_control/events", (c) => c.json(control.events(limitOf(c))));
  app.get("/_control/envelopes", (c) => c.json(control.envelopes(limitOf(c))));
  app.get("/_control/stats", (c) => c.json(control.stats()));
  app.all("/_control/*", (c) => c.json({ detail: `No control verb ${c.req.method} ${c.req.path}.` }, 404));
  return app;
}
