import { guard } from "#access/guard.js";
import type { Check } from "#checks/check.js";
import { unserializable } from "#checks/unserializable.js";
import { HttpProblem } from "#http/problem.js";
import type { InngestClient } from "#inngest/registered.js";
import { queueTask } from "#runs/fire/queue-task.js";
import { type Visit, visit } from "#runs/fire/visit.js";
import { cause } from "#verdict/causes/catalogue.js";
import type { Run } from "#verdict/run.js";
import { firing } from "./fire.js";
import { type Raising, raisingOf } from "./raising.js";

/** What the handler of a check raises its errors with. */
export interface Firing extends Raising {
  /** What a logged error must bring to Sentry. */
  data: { number: number; divider: number };
  /** What real programs log by mistake: the data must stay whole beside it. */
  unserializable(): Record<string, unknown>;
  /** Hands the check's task to Inngest, by the client of the host. */
  send(client: InngestClient): Promise<void>;
  /** Requests a page of the host that raises, as a visitor would. Null where it was not reached, which is noted. */
  visit(page: Visit): Promise<string | null>;
}

export type Raise = (firing: Firing) => unknown;

/** The handler of a check's address, which raises by what the host handed in; only a browser raises where that is undefined. */
export function handlerOf(check: Check, raise: Raise | undefined): (request: Request) => Promise<Response> {
  if (raise) return firing(check, (run) => raise(firingOf(run)));
  const refuse = onlyInBrowser(check.name);
  return (request) => refuse(request, { params: Promise.resolve({}) });
}

const firingOf = (run: Run): Firing => ({
  ...raisingOf(run.check, run.id),
  data: { number: 1, divider: 0 },
  unserializable,
  send: (client) => queueTask(run, client),
  visit: (page) => visit(run, page),
});

/** No server can raise an error in a browser: the answer says what can, and nothing is fired. */
const onlyInBrowser = (check: string) =>
  guard("fire", async () => {
    const { summary, remedy } = cause("needs_browser", { check, why: "this was a plain request" });
    throw new HttpProblem(400, "Needs a browser", `${summary} ${remedy}`);
  });
