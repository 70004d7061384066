import { type Context, Hono } from "hono";
import { z } from "zod";
import { modeSchema } from "#inngest/mode.js";
import type { Control, Parts } from "./state.js";

const resetSchema = z.strictObject({ clear: z.boolean().default(false) });
const syncSchema = z.strictObject({ app: z.url({ protocol: /^https?$/ }).optional() });
const tickSchema = z.strictObject({
  at: z.iso.datetime({ offset: true, error: "at must be an ISO time, as 2030-01-31T09:00:00Z" }),
});

/** `/_control/*`: misbehaviour on command and a look inside. Bad input answers 400 and names the field. */
export function controlRoutes(control: Control, parts: Parts): Hono {
  const app = new Hono();
  app.get("/mode", (c) => c.json(parts.mode.current));
  app.put("/mode", async (c) => c.json(control.mode(modeSchema.parse(await body(c)))));
  app.post("/reset", async (c) => {
    await control.reset(resetSchema.parse(await body(c)));
    return c.json(control.stats());
  });
  app.post("/restart", (c) => {
    control.restart();
    return c.json(control.stats());
  });
  app.post("/unregister", async (c) => {
    await control.unregister();
    return c.json(control.stats());
  });
  app.post("/sync", async (c) => {
    const result = await control.sync(syncSchema.parse(await body(c)).app);
    return c.json(result, result.ok ? 200 : 502);
  });
  app.post("/tick", async (c) => {
    const { at } = tickSchema.parse(await body(c));
    return c.json({ at, fired: control.tick(new Date(at)) });
  });
  app.get("/runs", (c) => c.json(control.runs()));
  app.get("/stats", (c) => c.json(control.stats()));
  app.get("/log", (c) => c.json(parts.logLines()));
  return app;
}

async function body(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("the body is not JSON");
  }
}
