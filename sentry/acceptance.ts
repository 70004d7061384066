/** Enough for the reason in a refusal. */
const DETAIL_LIMIT = 300;

/** Sentry answers 200 with the id of what it took; anything else that says 200 is not Sentry. */
function namesEvent(body: string): boolean {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && typeof Reflect.get(parsed, "id") === "string";
  } catch {
    return false;
  }
}

/** The envelope endpoint's address names host and project, unless a tunnel stands in its place. */
function placeOf(url: string): { project: string | null; host: string | null } {
  const project = /\/api\/(\d+)\/envelope\//.exec(url)?.[1] ?? null;
  return { project, host: project !== null && URL.canParse(url) ? new URL(url).host : null };
}

/** True where events are sent to an address of the app's own choice, which is to hand them on to Sentry. */
export const isTunnel = (url: string): boolean => placeOf(url).project === null;

/** Sentry refuses with a `detail` and nothing that a problem document has; a tunnel may hand that on. */
function isSentrysRefusal(body: string): boolean {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== "object" || parsed === null) return false;
    return typeof Reflect.get(parsed, "detail") === "string" && !("title" in parsed);
  } catch {
    return false;
  }
}

/** What ingest's answer to an event says of it, in the words of evidence. */
export type Fate =
  | { kind: "accepted"; status: number; project: string | null; host: string | null }
  | {
      kind: "rejected";
      status: number;
      rateLimits: string | null;
      detail: string;
      foreign: boolean;
      tunnel: boolean;
    };

/** @param url where the event was sent to */
export function fateOf(
  url: string,
  status: number,
  header: (name: string) => string | null,
  body: string,
): Fate {
  if (status === 200 && namesEvent(body)) return { kind: "accepted", status, ...placeOf(url) };
  const rateLimits = header("x-sentry-rate-limits") ?? header("retry-after");
  const tunnel = isTunnel(url);
  // An empty answer says nothing of who gave it, where it was asked of Sentry itself.
  const foreign = !isSentrysRefusal(body) && (tunnel || body.trim() !== "");
  return { kind: "rejected", status, rateLimits, detail: body.slice(0, DETAIL_LIMIT), foreign, tunnel };
}
