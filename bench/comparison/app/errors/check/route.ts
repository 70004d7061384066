import * as Sentry from "@sentry/nextjs";
import { RoundtripError } from "@/packages/roundtrip/dist/checks/errors.js";
import { logger } from "../../../logger";
import { own } from "../../../own";

const CHECK = "sentry-extra";

/** Own errors around a check's: before it, after it, and once its verdict is there. */
async function raise(error: (role?: string) => Error, decided: () => Promise<unknown>): Promise<void> {
  Sentry.captureException(await own("before the check's"));
  const err = error();
  logger.error({ err, data: { number: 1, divider: 0 } }, err.message);
  const companion = error("unserializable");
  logger.error({ err: companion, data: { number: 1, divider: 0 } }, companion.message);
  Sentry.captureException(await own("after the check's"));
  logger.error({ err: await own("logged after the check's") }, "the order failed");
  await decided();
  Sentry.captureException(await own("after the check's verdict"));
}

export const GET = async (request: Request) => {
  if (process.env.COMPARISON !== "roundtrip") {
    const run = request.headers.get("x-check-run") ?? "";
    // Another id, or the SDK would take the second error for the first once more.
    const idOf = (role?: string) => (role ? [...run].reverse().join("") : run);
    await raise(
      (role) => new RoundtripError(CHECK, idOf(role)),
      async () => undefined,
    );
    return Response.json({ status: "ok" });
  }
  const { roundtrip } = await import("../../../roundtrip");
  // No host waits for a verdict: the package exports nothing to do it with.
  const { waitForRun } = await import("@/packages/roundtrip/dist/runs/wait/run.js");
  return roundtrip.check(CHECK, ({ run, error }) => raise(error, () => waitForRun(run, 20_000))).GET(request);
};
