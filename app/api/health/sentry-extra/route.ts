import { logger } from "@/app/logger";
import { roundtrip } from "@/roundtrip";

export const { GET, POST } = roundtrip.check("sentry-extra", ({ error, data, unserializable }) => {
  logger.error({ err: error(), data }, "logged on purpose");
  logger.error({ err: error("unserializable"), data, beside: unserializable() }, "logged on purpose");
});
