import { logger } from "../../../logger";
import { own } from "../../../own";

export const dynamic = "force-dynamic";

export const GET = async () => {
  logger.error({ err: await own("logged"), order: { id: 7, total: 12.5 } }, "the order failed");
  return Response.json({ status: "ok" });
};
