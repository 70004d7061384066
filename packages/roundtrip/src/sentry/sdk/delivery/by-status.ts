import type { Answer } from "./envelope.js";
import { isForeign } from "./ingest-answer.js";

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
  foreign: boolean;
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
    const header = (name: string) => headers?.[name] ?? null;
    const rateLimits = header("x-sentry-rate-limits") ?? header("retry-after");
    const foreign = isForeign(header, "", tunnel);
    note({ kind: "rejected", status: statusCode, rateLimits, detail: "", foreign, tunnel });
  }
}
