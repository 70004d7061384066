import { guard } from "#access/guard.js";
import { findCheck } from "#checks/catalogue.js";
import type { Check } from "#checks/check.js";
import { unserializable } from "#checks/unserializable.js";
import { HttpProblem } from "#http/problem.js";
import type { InngestClient } from "#inngest/registered.js";
import { queueTask } from "#runs/fire/queue-task.js";
import { type Visit, visit } from "#runs/fire/visit.js";
import { noteListed } from "#state/listed-checks.js";
import { cause } from "#verdict/causes/catalogue.js";
import type { Run } from "#verdict/run.js";
import { firing } from "./handlers/fire.js";
import { type Raising, raisingOf } from "./handlers/raising.js";
import { routes } from "./routes/all.js";
import { start } from "./start.js";

export interface RoundtripOptions {
  /** The checks that this app takes, by name. Each has a route file. */
  checks: readonly string[];
  /** Imports the app's Inngest route, where it has one: `() => import("./app/api/inngest/route")`. */
  inngest?: () => Promise<unknown>;
}

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

type Raise = (firing: Firing) => unknown;
type Handler = (request: Request) => Promise<Response>;

export interface Roundtrip {
  /** For register() in instrumentation.ts, after Sentry.init. Never throws. */
  start(): Promise<void>;
  /**
   * The handlers of a check's route. What `raise` throws goes through untouched, and nothing is done after it; where it
   * returns, the answer is 200. The errors of `sentry-browser` are raised in a browser alone: it takes no `raise`.
   */
  check(name: string, raise?: Raise): { GET: Handler; POST: Handler };
  /** The handlers of app/api/health/[...roundtrip]/route.ts. */
  routes: typeof routes;
}

/** What a host takes of Roundtrip, for its roundtrip.ts: on the server alone. */
export function createRoundtrip({ checks, inngest }: RoundtripOptions): Roundtrip {
  const taken = checks.map(checkNamed);
  noteListed(taken.map(({ name }) => name));
  return {
    start: () => start(inngest),
    routes,
    check(name, raise) {
      const check = checkNamed(name);
      if (!taken.includes(check))
        throw new Error(
          `roundtrip: list "${check.name}" in createRoundtrip({ checks }), or remove its route`,
        );
      const handler = handlerOf(check, raise);
      return { GET: handler, POST: handler };
    },
  };
}

function checkNamed(name: string): Check {
  const check = findCheck(name);
  if (!check) throw new Error(`roundtrip: there is no check called "${name}"`);
  return check;
}

function handlerOf(check: Check, raise: Raise | undefined): Handler {
  if (check.page) return (request) => onlyInBrowser(request, { params: Promise.resolve({}) });
  if (!raise) throw new Error(`roundtrip: check("${check.name}", raise) needs what raises its errors`);
  return firing(check, (run) => raise(firingOf(run)));
}

const firingOf = (run: Run): Firing => ({
  ...raisingOf(run.check, run.id),
  data: { number: 1, divider: 0 },
  unserializable,
  send: (client) => queueTask(run, client),
  visit: (page) => visit(run, page),
});

/** No server can raise an error in a browser: the answer says what can, and nothing is fired. */
const onlyInBrowser = guard("fire", async () => {
  const check = findCheck("sentry-browser")?.name ?? "";
  const { summary, remedy } = cause("needs_browser", { check, why: "this was a plain request" });
  throw new HttpProblem(400, "Needs a browser", `${summary} ${remedy}`);
});
