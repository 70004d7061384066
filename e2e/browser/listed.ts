import { APP_CHECKS } from "../app-checks";

/** What the app's page lists: the checks that Roundtrip brings, and the app's own. */
export const LISTED: readonly { name: string; title: string; page?: string }[] = [
  ...APP_CHECKS,
  { name: "sentry-order", title: "Order route of a shop" },
  { name: "sentry-basket", title: "Basket of a shop", page: "/admin/checks/sentry-basket" },
  { name: "sentry-charge", title: "Charge of a shop" },
  { name: "sentry-stock", title: "Stock of a shop" },
  { name: "sentry-locale", title: "Locale of a shop" },
];
