import { CATALOGUE, findCheck } from "#checks/catalogue.js";
import type { Check } from "#checks/check.js";
import { mountedFile } from "#checks/mount/addresses.js";
import { noteOwn } from "#checks/own/listed.js";
import { noteStated } from "#config/app/stated.js";
import { noteListed } from "#state/listed-checks.js";
import type { Firing, Raise } from "./handlers/check.js";
import { offerRaising } from "./handlers/raising-elsewhere.js";
import type { Answer } from "./routes/all.js";
import { start } from "./start.js";

export { type CheckDefinition, defineCheck } from "#checks/own/define.js";
export type { Firing };

export interface RoundtripOptions {
  /** The checks that this app takes: by name, or as `defineCheck` made it. Each has a route file. */
  checks: readonly (string | Check)[];
  /**
   * What every event must carry, where you know it: compared in each run. What neither this nor a variable states is not
   * checked.
   */
  expect?: { release?: string; environment?: string; commitTag?: string };
  /** Imports the app's Inngest route, where it has one: `() => import("./app/api/inngest/route")`. */
  inngest?: () => Promise<unknown>;
}

type Handler = (request: Request) => Promise<Response>;

export interface Roundtrip {
  /** For register() in instrumentation.ts, after Sentry.init. Never throws. */
  start(): Promise<void>;
  /**
   * The handlers of a check's route. What `raise` throws goes through untouched, and nothing is done after it; where it
   * returns, the answer is 200. A check whose errors only a browser raises takes no `raise`: its page raises them.
   */
  check(check: string | Check, raise?: Raise): { GET: Handler; POST: Handler };
  /** The handlers of app/api/health/[...roundtrip]/route.ts. */
  routes: Readonly<Record<"GET" | "POST" | "DELETE", Answer>>;
}

/** What a host takes of Roundtrip, for its roundtrip.ts: on the server alone. */
export function createRoundtrip({ checks, expect = {}, inngest }: RoundtripOptions): Roundtrip {
  noteStated(expect);
  noteOwn(ownOf(checks));
  const taken = checks.map(checkOf);
  noteListed(taken.map(({ name }) => name));
  offerRaising();
  return {
    start: () => start(inngest),
    routes,
    check(given, raise) {
      const check = checkOf(given);
      // By name: another bundle of this process may have listed the same definition meanwhile.
      if (!taken.some(({ name }) => name === check.name))
        throw new Error(
          `roundtrip: list "${check.name}" in createRoundtrip({ checks }), or remove its route`,
        );
      const handler = handlerOf(check, raise);
      return { GET: handler, POST: handler };
    },
  };
}

/** Those that `defineCheck` made. Throws where one name stands for two of them. */
function ownOf(checks: RoundtripOptions["checks"]): Check[] {
  if (!Array.isArray(checks)) throw new Error('roundtrip: checks: must be a list, such as ["sentry"]');
  const own = checks.filter((one) => typeof one !== "string");
  for (const one of own) {
    if (!one?.name || !one.parts) throw new Error(`roundtrip: checks: ${NEITHER}`);
    if (own.some((other) => other !== one && other.name === one.name))
      throw new Error(`roundtrip: two checks are called "${one.name}": rename one of them, or list it once`);
  }
  return own;
}

const NEITHER = "an entry is neither the name of a check nor what defineCheck() returned";

function checkOf(given: string | Check): Check {
  const name = typeof given === "string" ? given : given.name;
  const check = findCheck(name);
  if (check && (typeof given === "string" || !CATALOGUE.includes(check))) return check;
  throw new Error(
    `roundtrip: there is no check called "${name}". Roundtrip brings ${CATALOGUE.map((one) => one.name).join(", ")}; define one of your own with defineCheck(), and list what it returns`,
  );
}

/** The app's own start and pages pay nothing for what fires and answers: it is loaded by the first request for it. */
const answer: Answer = async (...asked) => (await import("./routes/all.js")).answer(...asked);
const routes = { GET: answer, POST: answer, DELETE: answer };

function handlerOf(check: Check, raise: Raise | undefined): Handler {
  if (check.page && raise)
    throw new Error(
      `roundtrip: check("${check.name}") takes no second argument: a browser raises its errors, on ${mountedFile(`app${check.page}/[run]/page.tsx`)}`,
    );
  if (!check.page && !raise)
    throw new Error(`roundtrip: check("${check.name}", raise) needs what raises its errors`);
  return async (request) => (await import("./handlers/check.js")).handlerOf(check, raise)(request);
}
