import { handlers } from "@/inngest/functions/serve";
import { noteCallEnd } from "@/server/call-end";
import { answerChallenge } from "@/server/inngest-address";
import { lingerWhereStopped } from "@/server/linger";

export const { PUT } = handlers;
export const GET: typeof handlers.GET = async (request, context) =>
  answerChallenge(request) ?? handlers.GET(request, context);
export const POST: typeof handlers.POST = async (request, context) => {
  lingerWhereStopped();
  const copy = request.clone();
  const response = await handlers.POST(request, context);
  await noteCallEnd(copy, response.status);
  return response;
};
