import type { Ctx } from "#sentry/http.js";
import type { Json } from "#sentry/json.js";
import type { State } from "#sentry/state.js";

/** What was uploaded for a debug id: the maps that the build left stand for the bundle. */
export async function artifactLookup({ behaviour, identity }: State, c: Ctx): Promise<Json[]> {
  const debugId = c.req.query("debug_id") ?? "";
  const has = await behaviour.maps?.has(debugId);
  if (!has?.map) return [];
  const url = `${new URL(c.req.url).origin}/api/0/projects/${behaviour.orgSlug}/${identity.slug}/artifact-lookup/?download=artifact_bundle/1`;
  return [{ id: "artifact_bundle/1", type: "bundle", url }];
}
