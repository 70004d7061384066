import { healthResponse } from "#runs/read/health.js";

/** This process answers. Whatever else is down: restarting it would not help. */
export function GET(): Response {
  return healthResponse({ status: "pass" });
}
