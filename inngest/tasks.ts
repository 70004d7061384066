import { roundtripTasks } from "@roundtrip/next/inngest";
import { ORDER } from "@/app/shop/check";
import { chargeCheck } from "@/app/shop/later-checks";
import { decline } from "@/app/shop/payment";
import { inngest } from "./client";

/** The expected kind of error, which Sentry is told to ignore. Minifiers rename classes: it is known by its name. */
class ValidationError extends Error {
  override readonly name = "ValidationError";
}

/** The tasks that fail on purpose: what they raise is made and thrown here. */
export const tasks = roundtripTasks(inngest, {
  raise: ({ error }) => {
    throw error();
  },
  ignored: (mark) => new ValidationError(mark),
  checks: [{ check: chargeCheck, raise: ({ mark }) => decline(ORDER, mark()) }],
});
