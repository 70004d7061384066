import { createLogger } from "@roundtrip/next/pino";
import pino from "pino";

/** The app's logger. Its error and fatal lines are reported to Sentry by the SDK's pino integration. */
export const logger = createLogger(pino.destination(1));
