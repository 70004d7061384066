import { NotAllowed } from "@/sentry/outgoing";

/** Why a request got no answer, in words that go on from whom it was sent to. Never its address. */
export function failureOf(error: unknown, timeoutMs: number): string {
  if (error instanceof NotAllowed) return `was not asked: ${error.message}`;
  if (error instanceof Error && error.name === "TimeoutError")
    return `did not answer in ${timeoutMs / 1000} s`;
  const inner = error instanceof Error ? (error.cause ?? error) : error;
  const code = inner instanceof Error ? (Reflect.get(inner, "code") ?? inner.name) : "unknown";
  return `was not reached (${String(code)})`;
}
