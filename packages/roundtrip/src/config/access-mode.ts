/** A reason why Roundtrip's own routes stay closed: which variable, and what it needs. */
export interface Blocker {
  variable: string;
  message: string;
}

/** Set by the platforms themselves: whoever sees one of these is not a developer's machine. */
export const HOSTING_MARKERS = [
  "VERCEL",
  "NETLIFY",
  "RENDER",
  "RAILWAY_ENVIRONMENT",
  "RAILWAY_ENVIRONMENT_ID",
  "FLY_APP_NAME",
  "FLY_MACHINE_ID",
  "K_SERVICE",
  "CLOUD_RUN_JOB",
  "GAE_ENV",
  "KUBERNETES_SERVICE_HOST",
  "NOMAD_ALLOC_ID",
  "DYNO",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_APP_ID",
  "ECS_CONTAINER_METADATA_URI",
  "ECS_CONTAINER_METADATA_URI_V4",
  "WEBSITE_SITE_NAME",
  "CONTAINER_APP_NAME",
  "CF_PAGES",
  "KOYEB_APP_NAME",
  "COOLIFY_RESOURCE_UUID",
] as const;

/** Here every instance has a disk of its own, which goes with it. */
const SERVERLESS_MARKERS = ["VERCEL", "NETLIFY", "AWS_LAMBDA_FUNCTION_NAME"] as const;

const MIN_SECRET = 32;
/** What a bearer header carries and the guard reads (access/bears-token.ts). */
const MAX_SECRET = 512;
/** Fewer different characters than this is a placeholder such as "xxxx…" or "changemechangeme…". */
const MIN_DISTINCT = 10;
const PLACEHOLDER =
  /change.?me|replace.?me|placeholder|your.?(?:admin|session|secret|token|signing)|insert.?here/i;

/** "0123456789" over and over, or "abcdefghijkl…": enough characters, and nothing to guess. */
function isPattern(value: string): boolean {
  for (let period = 1; period <= value.length / 2; period += 1) {
    if (value.slice(period) === value.slice(0, -period)) return true;
  }
  const steps = Array.from(value.slice(1), (char, i) => char.charCodeAt(0) - value.charCodeAt(i));
  return steps.filter((step) => Math.abs(step) <= 1).length > value.length / 2;
}

function weaknesses(value: string | undefined): string[] {
  if (!value) return ["is not set"];
  const isShort = value.length < MIN_SECRET;
  const isLong = value.length > MAX_SECRET;
  // Most short ones are poor as well; in a very long one a pattern takes long to look for.
  const isPoor = !isShort && !isLong && (new Set(value).size < MIN_DISTINCT || isPattern(value));
  return [
    /^[\x21-\x7e]+$/.test(value) ? "" : "may hold printable ASCII without spaces only",
    isShort ? `needs at least ${MIN_SECRET} characters` : "",
    isLong ? `may have at most ${MAX_SECRET} characters` : "",
    isPoor || PLACEHOLDER.test(value) ? "looks like a placeholder: use a random value" : "",
  ].filter(Boolean);
}

const isOff = (value: string) => ["0", "false"].includes(value.toLowerCase());

function inngestBlockers(raw: Readonly<Record<string, string>>): Blocker[] {
  const blockers: Blocker[] = [];
  for (const variable of ["INNGEST_SIGNING_KEY", "INNGEST_SIGNING_KEY_FALLBACK"] as const) {
    // A fallback that is not set signs nothing; one that is set signs as well as the key itself.
    if (!raw[variable] && variable === "INNGEST_SIGNING_KEY_FALLBACK") continue;
    const messages = weaknesses(raw[variable]?.replace(/^signkey-[a-z]+-/i, ""));
    blockers.push(...messages.map((message) => ({ variable, message })));
  }
  if (raw.INNGEST_DEV && !isOff(raw.INNGEST_DEV))
    blockers.push({ variable: "INNGEST_DEV", message: "must be unset: it switches signature checks off" });
  if (raw.INNGEST_ENABLE_UNAUTHED_SYNC && !isOff(raw.INNGEST_ENABLE_UNAUTHED_SYNC))
    blockers.push({
      variable: "INNGEST_ENABLE_UNAUTHED_SYNC",
      message: "must be unset: it lets unsigned requests sync the functions",
    });
  return blockers;
}

/** A run fired in one instance would be unknown in the next: no verdict is better than a wrong one. */
function storeBlockers(raw: Readonly<Record<string, string>>): Blocker[] {
  const host = SERVERLESS_MARKERS.find((name) => raw[name]);
  if (!host || !/^file:/.test(raw.STORE_URL ?? "file:")) return [];
  const message = `must be redis://, rediss:// or libsql://: on this host (${host} is set) a file is neither shared nor kept`;
  return [{ variable: "STORE_URL", message }];
}

/**
 * `next build` writes its own NODE_ENV here, whatever the server is started with: `NODE_ENV=development next start`
 * is a built server on somebody's network and must not be open.
 */
const COMPILED_FOR = process.env.NODE_ENV;

/**
 * Next says here where it listens: a loopback address only if it was told so with -H. On all interfaces it
 * says "localhost", and anyone on the network could then claim to be this machine, Host and all.
 */
function isLocalListener(raw: Readonly<Record<string, string>>): boolean {
  const origin = raw.__NEXT_PRIVATE_ORIGIN;
  return origin === undefined || /^https?:\/\/(127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(origin);
}

/**
 * Open only under `next dev` without any hosting marker; anywhere else the token must be there, and every secret strong.
 * @param tasks false for an app that takes no check of a task: Inngest, if there is one, is then its own affair
 * The request's Host is checked besides (access/local-request.ts): `next dev` can be made to listen on a network.
 */
export function accessMode(
  raw: Readonly<Record<string, string>>,
  { tasks = true } = {},
): {
  access: "open" | "token";
  blockers: Blocker[];
} {
  const hosted = HOSTING_MARKERS.some((name) => raw[name]);
  if (COMPILED_FOR !== "production" && raw.NODE_ENV === "development" && !hosted && isLocalListener(raw)) {
    return { access: "open", blockers: [] };
  }
  const blockers: Blocker[] = [];
  for (const variable of ["ADMIN_TOKEN", "SESSION_SECRET"] as const) {
    // Without one, keys are derived from the token alone; one that is set must be as strong.
    if (!raw[variable] && variable === "SESSION_SECRET") continue;
    blockers.push(...weaknesses(raw[variable]).map((message) => ({ variable, message })));
  }
  if (raw.ADMIN_TOKEN && raw.ADMIN_TOKEN === raw.SESSION_SECRET)
    blockers.push({ variable: "SESSION_SECRET", message: "must differ from ADMIN_TOKEN" });
  const ofTasks = tasks ? inngestBlockers(raw) : [];
  return { access: "token", blockers: [...blockers, ...ofTasks, ...storeBlockers(raw)] };
}
