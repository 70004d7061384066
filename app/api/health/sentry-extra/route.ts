import { logger } from "@roundtrip/next/log/logger";
import { roundtrip } from "@/roundtrip";
import { unwieldy } from "./unwieldy";

export const { GET, POST } = roundtrip.check("sentry-extra", ({ error, data }) => {
  const err = error();
  logger.error({ err, data }, err.message);
  const second = error("unwieldy");
  logger.error({ err: second, data, beside: unwieldy() }, second.message);
});
