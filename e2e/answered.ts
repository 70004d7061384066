import type { z } from "zod";

/**
 * The body of an answer, as its schema has it. What else came is named with its status and its first words: a validator's
 * complaint about a problem's members would hide why it was sent.
 */
export async function answered<T>(response: Response, schema: z.ZodType<T>, what: string): Promise<T> {
  const text = await response.text();
  const said = () => `${what} answered ${response.status}: ${text.slice(0, 500)}`;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Error(said());
  }
  const { data, success } = schema.safeParse(body);
  if (!success) throw new Error(said());
  return data;
}
