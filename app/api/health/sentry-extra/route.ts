import { RoundtripError } from "@roundtrip/next/checks/errors";
import { logger } from "@roundtrip/next/log/logger";
import { firedAnswer, firing, noteRaised } from "@roundtrip/next/next/handlers/fire";
import { companionId } from "@roundtrip/next/runs/id";
import { unwieldy } from "./unwieldy";

const data = { number: 1, divider: 0 };

export const GET = firing("sentry-extra", (run) => {
  const err = new RoundtripError(run.check, run.id);
  noteRaised(run.id);
  logger.error({ err, data }, err.message);
  const second = new RoundtripError(run.check, companionId(run.id, "unwieldy"));
  noteRaised(run.id, "unwieldy");
  logger.error({ err: second, data, beside: unwieldy() }, second.message);
  return firedAnswer(run);
});
export const POST = GET;
