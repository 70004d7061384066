import { env } from "@/server/env";
import { canary } from "./canary";
import { follow } from "./follow";
import { raise } from "./raise";
import { raiseIgnored } from "./raise-ignored";
import { trace } from "./trace";

const { CANARY_CRON, CANARY_CHECKS } = env();

/** Every function that Inngest may call; the canary only where it has a schedule. */
export const functions = [
  raise,
  raiseIgnored,
  trace,
  follow,
  ...(CANARY_CRON ? [canary(CANARY_CRON, CANARY_CHECKS)] : []),
];
