import * as Sentry from "@sentry/nextjs";

export interface Item {
  sku: string;
  /** In cents; null where the shop has forgotten it. */
  price: number | null;
}

/** What nobody can buy. */
class PriceMissing extends Error {
  override name = "PriceMissing";
}

/** What the shop's page does in the browser when somebody takes a thing without a price. */
export function add(item: Item, why: string): void {
  Sentry.setContext("shop", { item });
  if (item.price === null) throw new PriceMissing(why);
}
