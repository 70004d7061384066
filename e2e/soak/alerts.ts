import type { z } from "zod";
import { NoticeSchema } from "#verdict/alerts/notice.js";
import type { Tally } from "./tally";

const ToldSchema = NoticeSchema.pick({
  id: true,
  kind: true,
  check: true,
  verdict: true,
  cause: true,
  since: true,
});
export type Told = z.infer<typeof ToldSchema>;

/** What a webhook has heard, in the order of its arrival. */
export const toldIn = (received: readonly { body: string }[]): Told[] =>
  received.map(({ body }) => ToldSchema.parse(JSON.parse(body)));

/** The checks whose problem was told, and no recovery since. */
export function failingBy(told: readonly Told[]): Map<string, Told> {
  const failing = new Map<string, Told>();
  for (const one of told) {
    if (one.kind === "recovery") failing.delete(one.check);
    else failing.set(one.check, one);
  }
  return failing;
}

/** The same id twice is a delivery whose answer was lost; two notices of one change are a fault. */
export function judgeAlerts(tally: Tally, told: readonly Told[]): void {
  const distinct = [...new Map(told.map((one) => [one.id, one])).values()];
  for (const [index, one] of distinct.entries()) {
    const before = failingBy(distinct.slice(0, index)).get(one.check);
    const { id, kind, check, cause } = one;
    tally.note(isNews(one, before), `DOUBLE ALERT: ${id} (${kind}, ${check}, ${cause}) was told already`);
  }
  const kinds = distinct.map((one) => one.kind);
  // Nothing was proven of alerts where none arose.
  for (const kind of ["problem", "recovery"] as const)
    tally.note(kinds.includes(kind), `no alert of the kind ${kind} arose`);
  const left = [...failingBy(distinct).values()].map(({ check, cause }) => `${check} (${cause})`);
  tally.note(left.length === 0, `told as failing, and never as well again: ${left.join(", ")}`);
  const counted = [...new Set(kinds)].map((kind) => `${kinds.filter((one) => one === kind).length} ${kind}`);
  const again = told.length - distinct.length;
  console.error(`fleet: ${distinct.length} alerts (${counted.join(", ")}), ${again} delivered again`);
}

function isNews(one: Told, before: Told | undefined): boolean {
  switch (one.kind) {
    case "problem":
      return before === undefined;
    case "recovery":
      return before !== undefined;
    case "changed": {
      const same = ["verdict", "cause", "since"] as const;
      return before !== undefined && same.some((field) => one[field] !== before[field]);
    }
    case "reminder":
      // The first is due after an hour, and a soak is over by then.
      return false;
  }
}
