import type { Inngest } from "inngest";
import type { Check } from "#checks/check.js";

export type Client = Inngest.Any;

/** What a host's own file says of its tasks that fail: there the errors are made and thrown. */
export interface HostTasks {
  /** Throws what `error()` makes, and does nothing after that. */
  raise: (given: { error: () => Error }) => unknown;
  /** Makes the error that the app ignores, of its own class; its message is `mark`. Without it there is no such task. */
  ignored?: (mark: string) => Error;
  /** For each check of the app's own that runs in a task, what raises its error: a function of Inngest's is made of it. */
  checks?: readonly OwnTask[];
}

export interface OwnTask {
  /** What `defineCheck({ runsIn: "task", … })` returned. */
  check: Check;
  /** Calls what throws in the app's tasks. `mark()` is the message that an error of your own must have. */
  raise: (given: { error: () => Error; mark: () => string }) => unknown;
}

/**
 * What the host's own task throws when it is handed an error; null where it throws nothing.
 * @param make makes the error, and notes that it is raised
 */
export async function thrownBy(raise: HostTasks["raise"], make: () => Error): Promise<unknown> {
  const error = (): Error => {
    const made = make();
    // Its stack begins where the host asks for it.
    Error.captureStackTrace?.(made, error);
    return made;
  };
  try {
    await raise({ error });
  } catch (thrown) {
    return thrown;
  }
  return null;
}
