import * as Sentry from "@sentry/nextjs";
import { own } from "../../../own";

export const runtime = "edge";

export const GET = async () => {
  Sentry.captureException(await own("in the edge runtime"));
  await Sentry.flush(5_000);
  return Response.json({ status: "ok" });
};
