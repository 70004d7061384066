import type { NextRequest } from "next/server";
import { answerError } from "#access/guard.js";
import { readBody, withBody } from "#http/body/read.js";
import { HttpProblem } from "#http/problem.js";
import { answerChallenge } from "#inngest/api/address.js";
import { asCalled } from "#inngest/api/called.js";
import { isSigned, readSignature } from "#inngest/api/signed.js";
import { clientInUse, type InngestClient, register } from "#inngest/registered.js";
import { type CallEnd, noteCallEnd } from "#runs/fire/call-end.js";

/**
 * The most that Inngest sends in one call, 4 MiB (`MaxSDKRequestBodySize` of its server's source): of what does not
 * fit it leaves the state out, and the SDK fetches that.
 */
const CALL_BYTES = 4 * 1024 * 1024;
/** Read of a call that cannot be good: our own events fit, and so it can be said whose call was refused. */
const REFUSED_BYTES = 64 * 1024;

type Handler<R extends Request = Request> = (request: R, context: unknown) => Promise<Response>;
/** What `serve()` of `inngest/next` returns. */
type Served = Record<"GET" | "POST" | "PUT", Handler<NextRequest>>;

/**
 * The app's own Inngest route, with the signature looked at before anything else. It also answers the doctor's
 * question which deployment it is of.
 * @param handlers what `serve({ client, functions })` returned, `roundtripTasks()` among the functions
 */
export function inngestRoute({ GET, POST, PUT }: Served): Record<"GET" | "POST" | "PUT", Handler> {
  register({ put: (request) => PUT(asCalled(request), undefined) });
  const signedGet = behindSignature(GET);
  return {
    GET: async (request, context) => answerChallenge(request) ?? signedGet(request, context),
    PUT: behindSignature(PUT),
    POST: behindSignature(POST),
  };
}

/**
 * Stands before the Inngest SDK's handlers, which parse a body before they look at its signature. Nothing is read of
 * a request without one, and no more than Inngest sends of any other; what Inngest did not sign never reaches the SDK.
 */
function behindSignature(handler: Handler<NextRequest>): Handler {
  return async (request, context) => {
    let body: Uint8Array<ArrayBuffer>;
    let client: InngestClient;
    try {
      client = knownClient();
      body = await signedBody(request, client);
    } catch (error) {
      return answerError(error);
    }
    const response = await handler(asCalled(withBody(request, body)), context);
    noteCallEnd(callOf(request, body, client), "answered");
    return response;
  };
}

/** The client whose keys sign: without Roundtrip's tasks nobody has named it. */
function knownClient(): InngestClient {
  const client = clientInUse();
  if (client) return client;
  throw new HttpProblem(
    503,
    "Service Unavailable",
    "inngestRoute() does not know the Inngest client. Make the tasks with roundtripTasks(inngest, …), and hand them to serve().",
  );
}

/** Throws the refusal of a request that must be signed and is not. */
async function signedBody(request: Request, client: InngestClient): Promise<Uint8Array<ArrayBuffer>> {
  // Inngest's dev server signs nothing.
  if (client.mode !== "cloud") return readBody(request, CALL_BYTES);
  const keys = [client.signingKey, client.signingKeyFallback].filter((key) => key !== undefined);
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
  if (body.byteLength <= REFUSED_BYTES) noteCallEnd(callOf(request, body, client), "refused");
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

const callOf = (request: Request, body: Uint8Array, client: InngestClient): CallEnd => ({
  app: client.id,
  task: new URL(request.url).searchParams.get("fnId") ?? "",
  body,
});
