import type { Content } from "#checks/check.js";
import type { Expectation } from "#verdict/answer.js";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { Frame, MapTrouble, StoredEvent } from "#verdict/evidence/stored-event.js";

/** Made by a build, or of a package: what is left is a file that somebody of the app has written. */
const BUILT = /(^|\/)(\.next|_next|dist|node_modules)\//;
const WRITTEN = /\.[cm]?[jt]sx?$/;

/** A build's own copy of a route, `.next/server/app/…/route.js`, also where the app calls that folder otherwise. */
const COPIED = /(^|\/)server\/app\//;
const stemOf = (file: string): string => file.replace(WRITTEN, "");

/** An app in JavaScript has the file under the same name, and another extension. */
function isFile({ file }: Frame, source: string, packaged: boolean): boolean {
  const isAt = (path: string, wanted: string) => path === wanted || path.endsWith(`/${wanted}`);
  if (isAt(file, source)) return true;
  const isOwn = !packaged && WRITTEN.test(file) && !BUILT.test(file) && !COPIED.test(file);
  return isOwn && isAt(stemOf(file), stemOf(source));
}

export function sourceFrame(
  event: StoredEvent,
  source: string,
  { elsewhere, packaged }: Content,
): Expectation {
  const inApp = event.frames.filter((frame) => packaged || frame.inApp);
  const named = inApp.filter((frame) => isFile(frame, source, packaged === true));
  const written = inApp.filter(({ file }) => WRITTEN.test(file) && !BUILT.test(file)).reverse();
  const hits = named.length > 0 || !elsewhere ? named : written;
  const isWhole = (frame: Frame) => frame.line !== null && (frame.source ?? "").trim() !== "";
  const hit = hits.find(isWhole) ?? hits[0];
  const shown = hit ?? inApp.at(-1) ?? event.frames.at(-1);
  return {
    name: "source",
    level: "should",
    expected: `${source}${elsewhere ? ", or where else the app raises it" : ""}, with line and source text`,
    actual: shown
      ? `${shown.file}:${shown.line ?? "?"}${shown.source ? `  ${shown.source.trim()}` : "  (no source text)"}`
      : "(no frames)",
    ok: hit !== undefined && isWhole(hit),
  };
}

const OF_TROUBLE: Readonly<Record<MapTrouble, CauseCode>> = {
  none_uploaded: "source_maps_none",
  other_build: "source_maps_other_build",
  no_debug_ids: "source_maps_no_debug_ids",
  map_missing: "source_map_missing",
};

/** Why no frame is the original source. */
export function whyNoSource({ framesAsSent, mapTrouble, frames }: StoredEvent): CauseCode {
  if (frames.length === 0) return "source_no_frames";
  if (framesAsSent) return "source_not_checked";
  if (mapTrouble) return OF_TROUBLE[mapTrouble];
  const isMapped = ({ inApp, file, source }: Frame) =>
    inApp && !BUILT.test(file) && (source ?? "").trim() !== "";
  return frames.some(isMapped) ? "source_elsewhere" : "source_not_original";
}
