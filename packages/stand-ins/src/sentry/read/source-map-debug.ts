import { framesOf } from "#sentry/ingest/derive.js";
import { type Json, record, text } from "#sentry/json.js";
import { debugIdOf, debugIds } from "#sentry/maps/symbolicate.js";
import type { State } from "#sentry/state.js";
import type { View } from "#sentry/view.js";

/** First versions whose SDKs send debug ids, from Sentry's endpoint of this name. */
const MIN_VERSION = "7.56.0";
const MIN_NEXT_VERSION = "8.0.0";

function sdkSupport(name: string | null, version: string | null): [support: string, min: string | null] {
  if (!name || !version) return ["not-supported", null];
  if (!name.startsWith("sentry.javascript.")) return ["unofficial-sdk", null];
  const min = /nextjs|sveltekit/.test(name) ? MIN_NEXT_VERSION : MIN_VERSION;
  const parts = (one: string) => one.split(".").map((part) => Number.parseInt(part, 10) || 0);
  const [mine, least] = [parts(version), parts(min)];
  const differing = least.findIndex((part, index) => (mine[index] ?? 0) !== part);
  const old = differing !== -1 && (mine[differing] ?? 0) < (least[differing] ?? 0);
  return old ? ["needs-upgrade", min] : ["full", min];
}

/**
 * `GET …/source-map-debug/`: why frames are or are not traced back. Tells apart: no artifact was ever uploaded
 * (`project_has_some_artifact_bundle` false), another build's were (ids uploaded, not this frame's), and a file
 * whose map is missing (source uploaded, map not).
 */
export async function sourceMapDebug(state: State, view: View): Promise<Json> {
  const { event } = view;
  const { maps } = state.behaviour;
  const ids = debugIds(event);
  const uploaded = maps ? maps.size() > 0 : false;
  const exceptions: Json[] = [];
  for (const exception of event.exceptions) {
    const frames: Json[] = [];
    for (const frame of framesOf(exception, exception.raw_stacktrace ? "raw_stacktrace" : "stacktrace")) {
      const debugId = debugIdOf(frame, ids);
      const has = debugId && maps ? await maps.has(debugId) : { source: false, map: false };
      const absPath = text(frame.abs_path) ?? text(frame.filename);
      frames.push({
        debug_id_process: {
          debug_id: debugId,
          uploaded_source_file_with_correct_debug_id: has.source,
          uploaded_source_map_with_correct_debug_id: has.map,
        },
        release_process: absPath && event.release ? releaseProcess(absPath) : null,
        scraping_process: { source_file: null, source_map: null },
      });
    }
    exceptions.push({ frames });
  }
  const sdk = record(event.sdk);
  const [support, min] = sdkSupport(text(sdk.name), text(sdk.version));
  return {
    dist: event.dist,
    release: event.release,
    exceptions,
    has_debug_ids: ids.size > 0,
    min_debug_id_sdk_version: min,
    sdk_version: text(sdk.version),
    project_has_some_artifact_bundle: uploaded,
    release_has_some_artifact: false,
    has_uploaded_some_artifact_with_a_debug_id: uploaded,
    sdk_debug_id_support: support,
    has_scraping_data: false,
  };
}

/** Artifacts by release and file name are the older way; nothing is ever uploaded so here. */
function releaseProcess(absPath: string): Json {
  const path = URL.canParse(absPath) ? new URL(absPath).pathname : absPath;
  return {
    abs_path: absPath,
    matching_source_file_names: [absPath, `~${path.startsWith("/") ? path : `/${path}`}`],
    matching_source_map_name: null,
    source_map_reference: null,
    source_file_lookup_result: "unsuccessful",
    source_map_lookup_result: "unsuccessful",
  };
}
