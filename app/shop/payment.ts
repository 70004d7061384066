import * as Sentry from "@sentry/nextjs";

export interface Order {
  number: number;
  /** In cents. */
  total: number;
}

/** What the bank says no with. */
class BankError extends Error {
  override name = "BankError";
}

/** An order whose money nobody took. */
class PaymentDeclined extends Error {
  override name = "PaymentDeclined";
}

/** What the shop's order route does when the bank says no. */
export function decline(order: Order, why: string): never {
  Sentry.setContext("shop", { order });
  throw new PaymentDeclined(why, { cause: new BankError("the card has expired") });
}
