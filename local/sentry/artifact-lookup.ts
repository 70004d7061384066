import type { Ctx } from "./http";
import type { Json } from "./json";
import type { State } from "./state";

/** What was uploaded for a debug id: the maps that the build left stand for the bundle. */
export async function artifactLookup({ behaviour, identity }: State, c: Ctx): Promise<Json[]> {
  const debugId = c.req.query("debug_id") ?? "";
  const has = await behaviour.maps?.has(debugId);
  if (!has?.map) return [];
  const url = `${new URL(c.req.url).origin}/api/0/projects/${behaviour.orgSlug}/${identity.slug}/artifact-lookup/?download=artifact_bundle/1`;
  return [{ id: "artifact_bundle/1", type: "bundle", url }];
}
