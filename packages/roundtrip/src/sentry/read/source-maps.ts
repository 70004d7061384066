import { z } from "zod";
import type { Frame, MapTrouble } from "#verdict/evidence/stored-event.js";

/** Next's own prefix for what it built, as the SDK sends it and Sentry shows it until a source map resolves it. */
const BUILT = /(^|\/)_next\//;

/** All of the app's frames name built files: no source map was of use, and it is worth asking why. */
export function isUnresolved(frames: readonly Frame[]): boolean {
  const own = frames.filter((one) => one.inApp);
  return own.length > 0 && own.every((one) => BUILT.test(one.file));
}

/**
 * What of `GET …/events/{id}/source-map-debug/` tells the troubles apart; see Sentry's OpenAPI, "Get Debug
 * Information Related to Source Maps for a Given Event".
 */
const SourceMapDebug = z.looseObject({
  exceptions: z.array(
    z.looseObject({
      frames: z.array(
        z.looseObject({
          debug_id_process: z.looseObject({
            debug_id: z.string().nullable(),
            uploaded_source_file_with_correct_debug_id: z.boolean(),
            uploaded_source_map_with_correct_debug_id: z.boolean(),
          }),
        }),
      ),
    }),
  ),
  has_debug_ids: z.boolean(),
  project_has_some_artifact_bundle: z.boolean(),
  release_has_some_artifact: z.boolean(),
});

/** Why Sentry shows built files, from its own answer; null where that says nothing we know. */
export function mapTrouble(answer: unknown): MapTrouble | null {
  const { data } = SourceMapDebug.safeParse(answer);
  if (!data) return null;
  if (!data.has_debug_ids) return "no_debug_ids";
  if (!data.project_has_some_artifact_bundle && !data.release_has_some_artifact) return "none_uploaded";
  const identified = data.exceptions
    .flatMap((one) => one.frames.map((frame) => frame.debug_id_process))
    .filter((one) => one.debug_id !== null);
  const hasSource = (one: (typeof identified)[number]) => one.uploaded_source_file_with_correct_debug_id;
  const hasMap = (one: (typeof identified)[number]) => one.uploaded_source_map_with_correct_debug_id;
  if (identified.some((one) => !hasSource(one) && !hasMap(one))) return "other_build";
  return identified.some((one) => !hasMap(one)) ? "map_missing" : null;
}
