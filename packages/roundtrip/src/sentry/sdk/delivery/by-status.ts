import type { Answer } from "./envelope.js";

interface Dropped {
  kind: "dropped";
  reason: string;
  by: null;
  repeat: false;
}
interface Refused {
  kind: "rejected";
  status: number;
  rateLimits: string | null;
  detail: "";
  foreign: false;
  tunnel: boolean;
}

/**
 * Notes what the SDK's own answer says of an event whose request nobody could watch: that the transport let it go, or that
 * it was refused, of which only the status is known. A success notes nothing: it may be anybody's.
 * @param dropped why the transport let it go, as `transportDrop` has it
 */
export function noteByStatus(
  { statusCode, headers }: Answer,
  note: (fact: Dropped | Refused) => void,
  dropped: () => string | null,
  tunnel: boolean,
): void {
  if (statusCode === undefined) {
    const reason = dropped();
    if (reason !== null) note({ kind: "dropped", reason, by: null, repeat: false });
  } else if (statusCode < 200 || statusCode >= 300) {
    const rateLimits = headers?.["x-sentry-rate-limits"] ?? headers?.["retry-after"] ?? null;
    note({ kind: "rejected", status: statusCode, rateLimits, detail: "", foreign: false, tunnel });
  }
}
