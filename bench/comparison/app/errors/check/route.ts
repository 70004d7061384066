import * as Sentry from "@sentry/nextjs";
import { RoundtripError } from "#checks/errors.js";
import { logger, own } from "../../../own";

const CHECK = "sentry-extra";

/** Own errors around a check's: before it, after it, and once its verdict is there. */
async function raise(run: string, second: string, decided: () => Promise<unknown>): Promise<Response> {
  Sentry.captureException(await own("before the check's"));
  const err = new RoundtripError(CHECK, run);
  logger.error({ err, data: { number: 1, divider: 0 } }, err.message);
  const companion = new RoundtripError(CHECK, second);
  logger.error({ err: companion, data: { number: 1, divider: 0 } }, companion.message);
  Sentry.captureException(await own("after the check's"));
  logger.error({ err: await own("logged after the check's") }, "the order failed");
  await decided();
  Sentry.captureException(await own("after the check's verdict"));
  return Response.json({ status: "ok" });
}

export const GET = async (request: Request) => {
  if (process.env.COMPARISON !== "roundtrip") {
    const run = request.headers.get("x-check-run") ?? "";
    // Another id, or the SDK would take the second error for the first once more.
    return raise(run, [...run].reverse().join(""), async () => undefined);
  }
  const { firing, noteRaised } = await import("#next/handlers/fire.js");
  const { waitForRun } = await import("#runs/wait/run.js");
  const { companionId } = await import("#runs/id.js");
  return firing(CHECK, (run) => {
    noteRaised(run.id);
    noteRaised(run.id, "unwieldy");
    return raise(run.id, companionId(run.id, "unwieldy"), () => waitForRun(run.id, 20_000));
  })(request);
};
