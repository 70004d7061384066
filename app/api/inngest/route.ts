import { serve } from "inngest/next";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { noteCallEnd } from "@/server/call-end";
import { lingerWhereStopped } from "@/server/linger";

/**
 * Inngest's own signed endpoint: the SDK refuses unsigned calls in every mode but development. Registering
 * must be signed as well: by default anyone may ask for it, and the address registered follows the Host.
 */
const handlers = serve({
  client: inngest,
  functions,
  servePath: "/api/inngest",
  enableUnauthedSync: false,
});

export const { GET, PUT } = handlers;
export const POST: typeof handlers.POST = async (request, context) => {
  lingerWhereStopped();
  const copy = request.clone();
  const response = await handlers.POST(request, context);
  await noteCallEnd(copy, response.status);
  return response;
};
