import { HttpProblem } from "#http/problem.js";
import { singleton } from "#state/singleton.js";

/** Up to this a body costs no more than the connection that it came by. */
const SMALL_BYTES = 64 * 1024;
/** Of larger ones, what all that are on their way may hold together in one process. */
export const HELD_BYTES = 32 * 1024 * 1024;
/** Who sends more slowly than this keeps memory for the sake of keeping it. */
const ARRIVES_WITHIN_MS = 30_000;

/** Who has had this long gives its place up, where another needs it: what an honest sender sends is here by then. */
const KEPT_FOR_MS = 1_000;

/** A body that holds more than a small one may. */
interface Large {
  bytes: number;
  since: number;
  giveUp: () => void;
}
/** The oldest first. */
const held = singleton("body-bytes", () => ({ bytes: 0, large: new Set<Large>() }));

const tooLarge = (maxBytes: number) =>
  new HttpProblem(413, "Content Too Large", `The body may have ${maxBytes} bytes.`);
const tooMany = () =>
  new HttpProblem(503, "Service Unavailable", "Too many large bodies are on their way. Try again in 1 s.", {
    "retry-after": "1",
  });
const tooSlow = () =>
  new HttpProblem(408, "Request Timeout", `The body must arrive within ${ARRIVES_WITHIN_MS / 1_000} s.`);
const cutOff = () => new HttpProblem(400, "Bad Request", "The connection ended before the body did.");

/**
 * The bytes of a request's body, at most `maxBytes`. What Content-Length says to be larger is not read at all, and
 * what is larger without saying so is read up to there. Throws an HttpProblem: 413, 408 for one that does not
 * arrive, 400 for one whose sender leaves, 503 while too many large ones do.
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  const late = lateness();
  const chunks: Uint8Array[] = [];
  const mine: Large = { bytes: 0, since: performance.now(), giveUp: () => late.end(tooMany()) };
  let size = 0;
  try {
    for (;;) {
      const part = await Promise.race([reader.read().catch(() => Promise.reject(cutOff())), late.promise]);
      if (part.done) return Buffer.concat(chunks);
      size += part.value.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      hold(mine, Math.max(0, size - SMALL_BYTES) - mine.bytes);
      chunks.push(part.value);
    }
  } finally {
    letGo(mine);
    late.clear();
    // Not cancelled: that would close the connection under the answer.
    reader.releaseLock();
  }
}

/** The request as it came, with a body that can be read at once. */
export const withBody = ({ url, method, headers, signal }: Request, body: Uint8Array<ArrayBuffer>): Request =>
  new Request(url, { method, headers, signal, ...(body.byteLength > 0 ? { body } : {}) });

/** Takes so many more bytes; where there is no room, from the oldest who have had theirs for long enough. */
function hold(mine: Large, more: number): void {
  if (more === 0) return;
  for (const other of held.large) {
    if (held.bytes + more <= HELD_BYTES) break;
    if (other === mine || performance.now() - other.since < KEPT_FOR_MS) continue;
    letGo(other);
    other.giveUp();
  }
  if (held.bytes + more > HELD_BYTES) throw tooMany();
  held.large.add(mine);
  held.bytes += more;
  mine.bytes += more;
}

function letGo(one: Large): void {
  held.large.delete(one);
  held.bytes -= one.bytes;
  one.bytes = 0;
}

/** What ends the reading of a body before its time. */
function lateness() {
  let end: (why: HttpProblem) => void = () => undefined;
  const promise = new Promise<never>((_, reject) => {
    end = reject;
  });
  promise.catch(() => undefined);
  const timer = setTimeout(() => end(tooSlow()), ARRIVES_WITHIN_MS);
  return { promise, end: (why: HttpProblem) => end(why), clear: () => clearTimeout(timer) };
}
