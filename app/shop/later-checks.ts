import { defineCheck } from "@roundtrip/next";

/** Checks of this app's own that are raised beside a request's handler: in a task, in the edge runtime, in proxy.ts. */
export const chargeCheck = defineCheck({
  name: "sentry-charge",
  title: "Shop's payment task",
  runsIn: "task",
  raises: "A PaymentDeclined in the task that charges an order.",
  holds: { type: "PaymentDeclined", cause: "BankError", source: "app/shop/payment.ts" },
});

export const stockCheck = defineCheck({
  name: "sentry-stock",
  title: "Shop's stock in the edge runtime",
  runsIn: "edge",
  raises: "A StockUnknown in an edge route, which hands it to the SDK.",
  holds: { type: "StockUnknown" },
});

export const localeCheck = defineCheck({
  name: "sentry-locale",
  title: "Shop's language in the proxy",
  runsIn: "proxy",
  raises: "A LocaleUnknown in proxy.ts, where the shop chooses its language.",
  holds: { type: "LocaleUnknown", source: "app/shop/locale.ts" },
});
