import { answerChallenge } from "@roundtrip/next/inngest/api/address";
import { behindSignature } from "@roundtrip/next/next/inngest-route";
import { handlers } from "@roundtrip/next/next/tasks/serve";
import { NextRequest } from "next/server";

const asNext = (request: Request) => new NextRequest(request);
const signedGet = behindSignature<NextRequest, unknown>(handlers.GET, asNext);

export const GET = async (request: Request, context: unknown) =>
  answerChallenge(request) ?? signedGet(request, context);
export const PUT = behindSignature<NextRequest, unknown>(handlers.PUT, asNext);
export const POST = behindSignature<NextRequest, unknown>(handlers.POST, asNext);
