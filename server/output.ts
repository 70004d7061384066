import { redact } from "./redact";
import { shared } from "./shared";

type Write = (chunk: unknown, ...rest: unknown[]) => boolean;

function guarded(write: Write): Write {
  return (chunk, ...rest) => {
    const text = typeof chunk === "string" ? chunk : null;
    if (text !== null) return write(redact(text), ...rest);
    if (!(chunk instanceof Uint8Array)) return write(chunk, ...rest);
    const source = new TextDecoder().decode(chunk);
    const clean = redact(source);
    return write(clean === source ? chunk : clean, ...rest);
  };
}

/**
 * Lets no secret into what this process prints: Next writes an uncaught error's message and stack to the log,
 * whatever they hold. Put on once, however many bundles ask for it.
 */
export function guardOutput(): void {
  shared("output", () => {
    for (const stream of [process.stdout, process.stderr]) {
      stream.write = guarded(stream.write.bind(stream) as Write) as typeof stream.write;
    }
    return true;
  });
}
