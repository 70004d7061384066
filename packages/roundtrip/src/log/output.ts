import { singleton } from "#state/singleton.js";
import { printable } from "./printable.js";
import { redact } from "./redact.js";
import { repeatedLines } from "./repeated-lines.js";

type Write = (chunk: unknown, ...rest: unknown[]) => boolean;

function guarded(write: Write, isTerminal: boolean): Write {
  const clean = (text: string) => printable(redact(text), isTerminal);
  const isWanted = repeatedLines();
  return (chunk, ...rest) => {
    if (typeof chunk === "string") return write(isWanted(chunk) ? clean(chunk) : "", ...rest);
    if (!(chunk instanceof Uint8Array)) return write(chunk, ...rest);
    const source = new TextDecoder().decode(chunk);
    const text = clean(source);
    return write(text === source ? chunk : text, ...rest);
  };
}

/**
 * Lets no secret and no control character into what this process prints: Next writes an uncaught error's message and
 * stack to the log, whatever they hold. What it prints for every refused body comes a few times a minute. Put on once, however many bundles ask for it.
 */
export function guardOutput(): void {
  singleton("output", () => {
    for (const stream of [process.stdout, process.stderr]) {
      stream.write = guarded(stream.write.bind(stream) as Write, stream.isTTY) as typeof stream.write;
    }
    return true;
  });
}
