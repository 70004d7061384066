import { Inngest, type InngestFunction } from "inngest";
import { env } from "#config/variables.js";
import { SentryMiddleware } from "#inngest/middleware.js";
import { register, type Tasks } from "#inngest/registered.js";
import { defaultChecks } from "#runs/read/default-checks.js";
import { type PlannedFunction, triggersOf } from "#verdict/inngest/plan.js";
import { canary } from "./canary.js";
import { follow } from "./follow.js";
import type { Client, HostTasks } from "./host.js";
import { raise } from "./raise.js";
import { raiseIgnored } from "./raise-ignored.js";
import { raiseInStep } from "./raise-in-step.js";
import { raiseOwn } from "./raise-own.js";
import { trace } from "./trace.js";

/**
 * Roundtrip's functions, made with the app's own client: what `serve()` takes beside the app's own. The canary is
 * among them only where it has a schedule.
 */
export function roundtripTasks(client: Client, host: HostTasks): InngestFunction.Any[] {
  const { CANARY_CRON, CANARY_CHECKS = defaultChecks() } = env();
  const { ignored } = host;
  const functions = [
    raise(client, host),
    ...(ignored ? [raiseIgnored(client, { ...host, ignored })] : []),
    raiseInStep(client, host),
    trace(client, host),
    ...(host.checks ?? []).map((own) => raiseOwn(client, own)),
    follow(client),
    ...(CANARY_CRON ? [canary(client, CANARY_CRON, CANARY_CHECKS)] : []),
  ];
  const plan = functions.map((fn) => planned(client, fn));
  register({ client, tasks: { plan, reports: reportsOf(client), ignored: ignored ?? null } });
  return functions;
}

/** What the app would register now; where it will be called is for the registration to say. */
const planned = (client: Client, fn: InngestFunction.Any): PlannedFunction => ({
  id: fn.id(client.id),
  triggers: triggersOf(
    (fn.opts.triggers ?? []).map((one: Trigger) =>
      "cron" in one ? { cron: one.cron } : { event: one.event },
    ),
  ),
  address: null,
});

type Trigger = { cron: string } | { event: string };

function reportsOf({ middleware }: Client): Tasks["reports"] {
  if (middleware.some(isOurs)) return "ours";
  const builtIn = new Inngest({ id: "bare" }).middleware.length;
  return middleware.length > builtIn ? "perhaps" : "none";
}

const isOurs = (one: unknown): boolean =>
  one === SentryMiddleware || (typeof one === "function" && one.prototype instanceof SentryMiddleware);
