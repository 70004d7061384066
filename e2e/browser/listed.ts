import { APP_CHECKS } from "../app-checks";

/** What the app's page lists: the checks that Roundtrip brings, and the app's own. */
export const LISTED: readonly { name: string; title: string; page?: string }[] = [
  ...APP_CHECKS,
  { name: "sentry-order", title: "Shop's order route" },
  { name: "sentry-basket", title: "Shop's basket in the browser", page: "/admin/checks/sentry-basket" },
  { name: "sentry-charge", title: "Shop's payment task" },
  { name: "sentry-stock", title: "Shop's stock in the edge runtime" },
  { name: "sentry-locale", title: "Shop's language in the proxy" },
];
