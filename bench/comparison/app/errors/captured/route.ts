import * as Sentry from "@sentry/nextjs";
import { own } from "../../../own";

export const dynamic = "force-dynamic";

export const GET = async () => {
  Sentry.setTag("tenant", "acme");
  Sentry.captureException(await own("captured by hand"), {
    extra: { step: 3 },
    fingerprint: ["by", "hand"],
    level: "warning",
  });
  // In a timer for the same reason as own(): the SDK takes the stack where the message is captured.
  await new Promise((resolve) => setTimeout(() => resolve(Sentry.captureMessage("own message")), 0));
  return Response.json({ status: "ok" });
};
