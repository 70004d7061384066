import { z } from "zod";
import { RUN_ATTRIBUTE } from "#checks/trace-mark.js";
import type { StoredSpan } from "#verdict/evidence/stored-span.js";

const text = z.string().nullish();

/** What is asked of each span, in the names of Sentry's spans dataset. */
export const SPAN_FIELDS: readonly string[] = [
  "span_id",
  "parent_span",
  "span.op",
  "origin",
  "span.name",
  "span.description",
  "release",
  "environment",
  "timestamp",
  RUN_ATTRIBUTE,
];

/** A row of `…/events/?dataset=spans`; which of name and description is filled depends on the SDK. */
export const SpanRow = z.looseObject({
  span_id: text,
  id: text,
  parent_span: text,
  "span.op": text,
  origin: text,
  "span.name": text,
  "span.description": text,
  release: text,
  environment: text,
  [RUN_ATTRIBUTE]: text,
});

export function storedSpanOf(row: z.infer<typeof SpanRow>): StoredSpan {
  return {
    spanId: row.span_id ?? row.id ?? "",
    parentId: row.parent_span || null,
    op: row["span.op"] || null,
    origin: row.origin || null,
    name: row["span.name"] || row["span.description"] || "",
    release: row.release || null,
    environment: row.environment || null,
    run: row[RUN_ATTRIBUTE] || null,
  };
}
