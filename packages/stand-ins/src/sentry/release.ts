import type { Json } from "./json.js";
import type { State } from "./state.js";

/** `package@version`, `package@version+build` or anything else: as Sentry's release parser splits them. */
function versionInfo(version: string): Json {
  const [, name, rest] = /^([^@\s]+)@(.+)$/.exec(version) ?? [];
  const raw = rest ?? version;
  return {
    package: name ?? null,
    version: { raw },
    description: raw,
    buildHash: /^[0-9a-f]{12,40}$/i.test(raw) ? raw : null,
  };
}

/** A release as the API shows it; null when no event carried it. */
export function releaseOf(state: State, version: string): Json | null {
  const seen = state.store.release(version);
  if (!seen) return null;
  const { project, slug } = state.identity;
  return {
    id: seen.id,
    version,
    shortVersion: version,
    status: "open",
    versionInfo: versionInfo(version),
    ref: null,
    url: null,
    userAgent: null,
    data: {},
    commitCount: 0,
    deployCount: 0,
    newGroups: 0,
    authors: [],
    lastCommit: null,
    lastDeploy: null,
    dateCreated: new Date(seen.firstEvent).toISOString(),
    dateReleased: null,
    firstEvent: new Date(seen.firstEvent).toISOString(),
    lastEvent: new Date(seen.lastEvent).toISOString(),
    projects: [{ id: Number(project), slug, name: slug, platform: "javascript-nextjs" }],
  };
}
