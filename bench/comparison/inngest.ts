import * as Sentry from "@sentry/nextjs";
import { Inngest, Middleware } from "inngest";
import { own } from "./own";

/** As a team reports its failed tasks by hand: Inngest itself turns an error into an answer. */
class Reporting extends Middleware.BaseMiddleware {
  readonly id = "own:reporting";

  override async onRunError({ error, isFinalAttempt }: Middleware.OnRunErrorArgs) {
    if (!isFinalAttempt) return;
    Sentry.captureException(error);
    await Sentry.flush(2_000);
  }
}

export const inngest = new Inngest({ id: "comparison", middleware: [Reporting], isDev: false });

/** The app's own task, which fails for good the first time. */
export const failing = inngest.createFunction(
  { id: "fail", retries: 0, checkpointing: false, triggers: [{ event: "own/task.wanted" }] },
  async () => {
    throw await own("in a task");
  },
);
