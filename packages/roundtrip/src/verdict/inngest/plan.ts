import { z } from "zod";
import { isOwnTask } from "#checks/task-id.js";

/** What kind of Inngest server answers: remedies differ. */
export type InngestKind = "cloud" | "self-hosted" | "dev";

/** A function as this app has it, or as Inngest holds it. */
export interface PlannedFunction {
  /** Its whole id: the app's, a dash, its own. */
  id: string;
  /** What starts it, each in one text; null where Inngest does not say. */
  triggers: readonly string[] | null;
  /** Where Inngest calls it, without what it adds to the address; null where it does not say, or for this app's own. */
  address: string | null;
}

const Trigger = z.looseObject({
  event: z.string().nullish(),
  expression: z.string().nullish(),
  cron: z.string().nullish(),
});
export type TriggerConfig = z.infer<typeof Trigger>;

const Config = z.looseObject({
  slug: z.string().optional(),
  triggers: z.array(Trigger).optional().catch(undefined),
  steps: z
    .array(z.looseObject({ uri: z.string() }))
    .optional()
    .catch(undefined),
});
/** One entry of `GET /v1/apps/{app}/functions`: `id` is the app's own name, what was registered is in the config. */
const Entry = z.looseObject({ id: z.string(), config: Config.optional().catch(undefined) });
const Listed = z.array(Entry);
const Answer = z.union([Listed, z.null(), z.looseObject({ data: Listed.nullable() })]);

/** What Inngest holds of an app, by its answer; null when that is no list of functions. */
export function planIn(body: unknown): PlannedFunction[] | null {
  const parsed = Answer.safeParse(body);
  if (!parsed.success) return null;
  const list = parsed.data && !Array.isArray(parsed.data) ? parsed.data.data : parsed.data;
  return (list ?? []).map(({ id, config }) => ({
    id: config?.slug ?? id,
    triggers: config?.triggers ? triggersOf(config.triggers) : null,
    address: addressIn(config?.steps?.[0]?.uri),
  }));
}

export const triggersOf = (triggers: readonly TriggerConfig[]): string[] =>
  triggers
    .map(({ event, expression, cron }) =>
      cron ? `schedule ${cron}` : `event ${event ?? "?"}${expression ? ` if ${expression}` : ""}`,
    )
    .sort();

function addressIn(uri: string | undefined): string | null {
  if (uri === undefined || !URL.canParse(uri)) return null;
  const { origin, pathname } = new URL(uri);
  return `${origin}${pathname}`;
}

/** How what Inngest holds of Roundtrip's functions differs from what this app has; of the app's own it knows nothing. */
export interface PlanDifference {
  missing: readonly string[];
  /** Inngest goes on calling them, and the app no longer has them. */
  left: readonly string[];
  other: readonly { id: string; theirs: string; ours: string }[];
}

export function planDifference(
  expected: readonly PlannedFunction[],
  registered: readonly PlannedFunction[],
  app: string,
): PlanDifference {
  const held = new Map(registered.map((one) => [one.id, one]));
  return {
    missing: expected.filter(({ id }) => !held.has(id)).map(({ id }) => id),
    left: registered
      .filter(({ id }) => isOwnTask(id, app) && !expected.some((one) => one.id === id))
      .map(({ id }) => id),
    other: expected.flatMap(({ id, triggers }) => {
      const theirs = held.get(id)?.triggers;
      if (!theirs || !triggers || same(theirs, triggers)) return [];
      return [{ id, theirs: theirs.join(", ") || "nothing", ours: triggers.join(", ") || "nothing" }];
    }),
  };
}

const same = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((each, index) => each === other[index]);

/** The addresses at which Inngest calls these functions, each once. */
export const addressesOf = (functions: readonly PlannedFunction[]): string[] => [
  ...new Set(functions.flatMap(({ address }) => (address === null ? [] : [address]))),
];
