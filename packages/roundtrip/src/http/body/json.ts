import type { z } from "zod";
import { HttpProblem } from "#http/problem.js";
import { readBody } from "./read.js";

const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;
const badRequest = (detail: string) => new HttpProblem(400, "Bad Request", detail);

/**
 * The request's JSON body as `schema` has it. Throws an HttpProblem: 415 for any other content type,
 * 413 over `maxBytes`, 400 for broken JSON or a field (named) that is not as the schema asks.
 */
export async function readJson<T extends z.ZodType>(
  request: Request,
  schema: T,
  { maxBytes = 16_384 }: { maxBytes?: number } = {},
): Promise<z.output<T>> {
  const encoding = request.headers.get("content-encoding");
  if (!JSON_TYPE.test(request.headers.get("content-type") ?? "") || (encoding && encoding !== "identity")) {
    throw new HttpProblem(415, "Unsupported Media Type", "Send plain application/json in UTF-8.");
  }
  const bytes = await readBody(request, maxBytes);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw badRequest("The body is not JSON.");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.slice(0, 5).map(({ path, message }) => {
    return `${path.join(".") || "body"}: ${message}`.slice(0, 200);
  });
  throw badRequest(fields.join("; "));
}
