import { z } from "zod";
import { appIdOf } from "#config/app/id.js";
import { hashSigningKey } from "#stand-ins/inngest/wire/signature.js";
import type { Ground } from "./ground";

const Trigger = z.object({ event: z.string().optional(), cron: z.string().optional() });
const Held = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    config: z.object({
      triggers: z.array(Trigger),
      steps: z.array(z.object({ uri: z.string(), retries: z.number() })).min(1),
    }),
  }),
);
type HeldFunction = z.infer<typeof Held>[number];

/** The id of the app that runs on this ground. */
const appOf = (ground: Ground): string => appIdOf(ground.stack.env);

/** What may differ from what Inngest holds of the app. */
interface Change {
  /** Another app's id, in the names of functions and events. */
  app?: string;
  /** Origin of the app that registers. */
  origin?: string;
  /** Which functions there are; all by default. */
  only?: (id: string) => boolean;
  cron?: string;
}

/** Registers with Inngest what it holds of the app, changed: as another app, another deployment or an older one would. */
export async function register(
  ground: Ground,
  { app = appOf(ground), origin, only, cron }: Change,
): Promise<void> {
  const { url, signingKey } = ground.stack.inngest;
  const own = appOf(ground);
  const headers = {
    authorization: `Bearer ${hashSigningKey(signingKey)}`,
    "content-type": "application/json",
  };
  const held = Held.parse(await (await fetch(`${url}/v1/apps/${own}/functions`, { headers })).json());
  const renamed = (text: string) => text.replace(own, app);
  const functions = held
    .filter(({ id }) => only?.(id) ?? true)
    .map(({ id, name, config }: HeldFunction) => {
      const [step] = config.steps;
      const address = renamed(step?.uri ?? "");
      return {
        id: renamed(id),
        name,
        triggers: config.triggers.map((one) =>
          one.cron ? { cron: cron ?? one.cron } : { event: renamed(one.event ?? "") },
        ),
        steps: {
          step: {
            id: "step",
            name: "step",
            runtime: { type: "http", url: origin ? at(origin, address) : address },
            retries: { attempts: step?.retries ?? 0 },
          },
        },
      };
    });
  const [first] = functions;
  const body = { url: first?.steps.step.runtime.url ?? ground.stack.url, appName: app, functions };
  const answer = await fetch(`${url}/fn/register`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`registering answered ${answer.status}: ${await answer.text()}`);
  // Whatever is broken here, the app puts it right once it is asked.
  ground.syncLater();
}

function at(origin: string, address: string): string {
  const { pathname, search } = new URL(address);
  return new URL(pathname + search, origin).href;
}
