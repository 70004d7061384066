import { HttpProblem } from "#http/problem.js";
import { readBody } from "./read.js";

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;.*)?$/i;
const MAX_BYTES = 8_192;

/** The fields of a plain form. Throws an HttpProblem: 415 for any other content type, 413 for one that is too large. */
export async function readForm(request: Request): Promise<URLSearchParams> {
  if (!FORM_TYPE.test(request.headers.get("content-type") ?? ""))
    throw new HttpProblem(
      415,
      "Unsupported Media Type",
      "Send a plain form, application/x-www-form-urlencoded.",
    );
  return new URLSearchParams(new TextDecoder().decode(await readBody(request, MAX_BYTES)));
}
