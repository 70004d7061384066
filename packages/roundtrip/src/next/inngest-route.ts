import { answerError } from "#access/guard.js";
import { withBody } from "#http/body/limit.js";
import { readBody } from "#http/body/read.js";
import { HttpProblem } from "#http/problem.js";
import { isSigned, readSignature } from "#inngest/api/signed.js";
import { inngest } from "#inngest/client.js";
import { type CallEnd, noteCallEnd } from "#runs/fire/call-end.js";

/**
 * The most that Inngest sends in one call, 4 MiB (`MaxSDKRequestBodySize` of its server's source): of what does not
 * fit it leaves the state out, and the SDK fetches that.
 */
export const CALL_BYTES = 4 * 1024 * 1024;
/** Read of a call that cannot be good: our own events fit, and so it can be said whose call was refused. */
const REFUSED_BYTES = 64 * 1024;

type Handler<R, C> = (request: R, context: C) => Promise<Response>;

/**
 * Stands before the Inngest SDK's handlers, which parse a body before they look at its signature. Nothing is read of
 * a request without one, and no more than Inngest sends of any other; what Inngest did not sign never reaches the SDK.
 * @param wrap makes of a request what the handler takes
 */
export function behindSignature<R extends Request, C>(
  handler: Handler<R, C>,
  wrap: (request: Request) => R,
): Handler<Request, C> {
  return async (request, context) => {
    let body: Uint8Array<ArrayBuffer>;
    try {
      body = await signedBody(request);
    } catch (error) {
      return answerError(error);
    }
    const response = await handler(wrap(withBody(request, body)), context);
    noteCallEnd(callOf(request, body), "answered");
    return response;
  };
}

/** Throws the refusal of a request that must be signed and is not. */
async function signedBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  // Inngest's dev server signs nothing.
  if (inngest.mode !== "cloud") return readBody(request, CALL_BYTES);
  const keys = [inngest.signingKey, inngest.signingKeyFallback].filter((key) => key !== undefined);
  if (keys.length === 0)
    throw new HttpProblem(
      503,
      "Service Unavailable",
      "INNGEST_SIGNING_KEY is not set: no call can be signed.",
    );
  const header = request.headers.get("x-inngest-signature");
  if (header === null) throw unsigned();
  const signature = readSignature(header);
  const body = await readBody(request, signature ? CALL_BYTES : REFUSED_BYTES);
  if (signature && isSigned(body, signature, keys)) return body;
  if (body.byteLength <= REFUSED_BYTES) noteCallEnd(callOf(request, body), "refused");
  throw unsigned();
}

/** By this header the SDK says that it answered, and not a proxy: here it would have said the same. */
const BY_SDK = { "x-inngest-sdk-handled": "true" };
const unsigned = () =>
  new HttpProblem(
    401,
    "Unauthorized",
    "Inngest signs its calls; this one bears no good signature of it.",
    BY_SDK,
  );

const callOf = (request: Request, body: Uint8Array): CallEnd => ({
  task: new URL(request.url).searchParams.get("fnId") ?? "",
  body,
});
