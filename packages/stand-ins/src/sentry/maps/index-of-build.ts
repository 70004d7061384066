import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { AnyMap, type TraceMap } from "@jridgewell/trace-mapping";
import { MAPS } from "#maps.js";
import { KEEP_MAPS, MAX_INDEXED_FILES, MAX_MAP_BYTES, REINDEX_AFTER_MS } from "#sentry/ingest/limits.js";

interface Artifact {
  /** Without dashes, lowercase. */
  debugId: string;
  /** The JS file that carries the debug id. */
  file: string;
  /** Its map as `sourceMappingURL` names it; null when the JS names none. */
  mapUrl: string | null;
}

/** Both comments are at the end of a file; this much of each end is read. */
const END_BYTES = 4096;
/** As Sentry's plugin for webpack writes it before the code; its comment is in what it uploads alone. */
const INJECTED_ID = /sentry-dbid-([0-9a-f-]{32,36})/i;
const DEBUG_ID = /\/\/# debugId=([0-9a-f-]{32,36})/gi;
const MAP_URL = /\/\/# sourceMappingURL=(\S+)/g;
const last = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].at(-1)?.[1] ?? null;
/** @returns the debug id of a built file, by its beginning and its end */
const idOf = (head: string, tail: string): string | null =>
  last(tail, DEBUG_ID) ?? INJECTED_ID.exec(head)?.[1] ?? null;
const normal = (debugId: string) => debugId.replaceAll("-", "").toLowerCase();

export interface Traced {
  map: TraceMap;
  /** Lines of the built file itself. */
  built: string[];
}

/** What became of looking for a debug id's map. */
export type Lookup =
  | ({ kind: "found"; mapFile: string } & Traced)
  | { kind: "unknown-id" }
  | { kind: "no-map" };

/**
 * The maps of one build, by debug id. Stands for the artifact bundles that a build uploads to Sentry. The folder
 * is listed when first asked, and again when a debug id is unknown: a build may have run in between.
 */
export class MapIndex {
  private artifacts = new Map<string, Artifact>();
  private readonly maps = new Map<string, Promise<Traced | null>>();
  private readAt = Number.NEGATIVE_INFINITY;
  private readonly root: string;

  /** `directory`: a `.next` folder, with `static/` and `server/` in it. */
  constructor(directory: string) {
    this.root = resolve(directory);
  }

  get directory(): string {
    return this.root;
  }

  size(): number {
    if (this.artifacts.size === 0) this.refresh();
    return this.artifacts.size;
  }

  async has(debugId: string): Promise<{ source: boolean; map: boolean }> {
    const artifact = this.find(debugId);
    return { source: artifact !== undefined, map: artifact ? (await this.mapOf(artifact)) !== null : false };
  }

  async lookup(debugId: string): Promise<Lookup> {
    const artifact = this.find(debugId);
    if (!artifact) return { kind: "unknown-id" };
    const traced = await this.mapOf(artifact);
    return traced ? { kind: "found", mapFile: this.mapFile(artifact) ?? "", ...traced } : { kind: "no-map" };
  }

  private find(debugId: string): Artifact | undefined {
    const id = normal(debugId);
    if (!this.artifacts.has(id)) this.refresh();
    return this.artifacts.get(id);
  }

  private refresh(): void {
    if (performance.now() - this.readAt < REINDEX_AFTER_MS) return;
    const found = new Map<string, Artifact>();
    for (const part of ["static", "server"]) {
      const folder = join(this.root, part);
      for (const name of namesIn(folder)) {
        if (!name.endsWith(".js") || found.size >= MAX_INDEXED_FILES) continue;
        const file = join(folder, name);
        const { head, tail } = readEnds(file);
        const id = idOf(head, tail);
        if (id) found.set(normal(id), { debugId: normal(id), file, mapUrl: last(tail, MAP_URL) });
      }
    }
    this.artifacts = found;
    // The same file name can hold another build's map now.
    this.maps.clear();
    this.readAt = performance.now();
  }

  /** Maps that leave the build's folder are not followed. */
  private mapFile({ file, mapUrl }: Artifact): string | null {
    if (!mapUrl || /^[a-z][a-z0-9+.-]*:/i.test(mapUrl)) return null;
    const path = resolve(dirname(file), safeDecode(mapUrl.split(/[?#]/, 1)[0] ?? ""));
    return path.startsWith(this.root + sep) ? path : null;
  }

  private mapOf(artifact: Artifact): Promise<Traced | null> {
    const path = this.mapFile(artifact);
    if (!path) return Promise.resolve(null);
    const known = this.maps.get(path);
    this.maps.delete(path);
    const map = known ?? readMap(path, artifact, this.root);
    // Deleted and set again: the map's order is the order of use, the first is the one to leave.
    this.maps.set(path, map);
    const oldest = this.maps.keys().next();
    if (this.maps.size > KEEP_MAPS && !oldest.done) this.maps.delete(oldest.value);
    return map;
  }
}

export function safeDecode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}

/**
 * A file's end; its beginning only where the end has no debug id, or is all. A build has many hundred files: read one
 * after the other at once, they take a quarter of the time that so many promises take.
 */
function readEnds(file: string): { head: string; tail: string } {
  try {
    const handle = openSync(file, "r");
    try {
      const { size } = fstatSync(handle);
      const buffer = Buffer.alloc(Math.min(size, END_BYTES));
      const part = (from: number) =>
        buffer.toString("utf8", 0, readSync(handle, buffer, 0, buffer.length, from));
      const tail = part(size - buffer.length);
      return { head: last(tail, DEBUG_ID) === null ? part(0) : "", tail };
    } finally {
      closeSync(handle);
    }
  } catch {
    return { head: "", tail: "" };
  }
}

/** The map where the build wrote it, or where it was put so that nobody is served it. */
async function mapAt(path: string, root: string): Promise<string> {
  const isThere = await stat(path).catch(() => null);
  return isThere ? path : join(root, MAPS, relative(root, path));
}

async function readMap(written: string, { file, debugId }: Artifact, root: string): Promise<Traced | null> {
  try {
    const path = await mapAt(written, root);
    if ((await stat(path)).size > MAX_MAP_BYTES) return null;
    const code = await readFile(file, "utf8");
    // Names such as instrumentation.js stay from build to build: the next one's map would tell lies.
    if (normal(idOf(code.slice(0, END_BYTES), code.slice(-END_BYTES)) ?? "") !== debugId) return null;
    // AnyMap reads plain maps and the sectioned ones that Turbopack writes.
    const map = new AnyMap(await readFile(path, "utf8"));
    return { map, built: code.split("\n") };
  } catch {
    return null;
  }
}
