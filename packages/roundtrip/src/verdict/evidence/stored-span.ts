import { z } from "zod";
import { TRACE_CHECK_SPAN } from "#checks/trace-mark.js";

/** A span of a run as a monitoring backend holds it, in our own words. */
export const StoredSpanSchema = z.object({
  spanId: z.string(),
  /** null: it has none, so that the trace begins here. */
  parentId: z.string().nullable(),
  /** The kind of work, in the SDK's words: `http.server`, `queue.process`, `db.redis`, … */
  op: z.string().nullable(),
  /** What made it, in the SDK's words: `auto.db.redis.…`; null where the backend does not say. */
  origin: z.string().nullable(),
  name: z.string(),
  release: z.string().nullable(),
  environment: z.string().nullable(),
  /** The run that it names; null: it names none. */
  run: z.string().nullable().default(null),
});
export type StoredSpan = z.infer<typeof StoredSpanSchema>;

/** Which leg of the trace a span is; null for what lies in between. */
export function legOf({ op, origin, name }: StoredSpan): "browser" | "route" | "task" | "redis" | null {
  if (name === TRACE_CHECK_SPAN) return "browser";
  if (op === "http.server") return "route";
  if (op === "queue.process") return "task";
  const isQuery = op === "db" || op?.startsWith("db.");
  return isQuery && (origin === null || origin.startsWith("auto.db.redis")) ? "redis" : null;
}
