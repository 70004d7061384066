import { HttpProblem } from "./problem";
import { shared } from "./shared";

/** Up to this a body costs no more than the connection that it came by. */
const SMALL_BYTES = 64 * 1024;
/** Of larger ones, what all that are on their way may hold together in one process. */
export const HELD_BYTES = 32 * 1024 * 1024;
/** Who sends more slowly than this keeps memory for the sake of keeping it. */
const ARRIVES_WITHIN_MS = 30_000;

const held = shared("body-bytes", () => ({ bytes: 0 }));

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
  let size = 0;
  let counted = 0;
  try {
    for (;;) {
      const part = await Promise.race([reader.read().catch(() => Promise.reject(cutOff())), late.promise]);
      if (part.done) return Buffer.concat(chunks);
      size += part.value.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      const more = Math.max(0, size - SMALL_BYTES) - counted;
      if (held.bytes + more > HELD_BYTES) throw tooMany();
      held.bytes += more;
      counted += more;
      chunks.push(part.value);
    }
  } finally {
    held.bytes -= counted;
    late.clear();
    // Not cancelled: that would close the connection under the answer.
    reader.releaseLock();
  }
}

function lateness() {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow()), ARRIVES_WITHIN_MS);
  });
  promise.catch(() => undefined);
  return { promise, clear: () => clearTimeout(timer) };
}
