import { defineCheck } from "@roundtrip/next";
import type { Order } from "./payment";

export const ORDER: Order = { number: 7, total: 4200 };

/** A check of this app's own: what its shop reports when a payment is declined. */
export const orderCheck = defineCheck({
  name: "sentry-order",
  title: "Shop's order route",
  runsIn: "route handler",
  raises: "A PaymentDeclined in the shop's order route, with the bank's error as its cause.",
  holds: {
    type: "PaymentDeclined",
    cause: "BankError",
    data: { path: "shop.order", value: { ...ORDER } },
    source: "app/shop/payment.ts",
  },
});
