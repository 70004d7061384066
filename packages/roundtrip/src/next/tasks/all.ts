import { env } from "#config/variables.js";
import { canary } from "./canary.js";
import { follow } from "./follow.js";
import { raise } from "./raise.js";
import { raiseIgnored } from "./raise-ignored.js";
import { trace } from "./trace.js";

const { CANARY_CRON, CANARY_CHECKS } = env();

/** Every function that Inngest may call; the canary only where it has a schedule. */
export const functions = [
  raise,
  raiseIgnored,
  trace,
  follow,
  ...(CANARY_CRON ? [canary(CANARY_CRON, CANARY_CHECKS)] : []),
];
