import { withRoundtripProxy } from "@roundtrip/next/proxy";
import { localeOf } from "./app/shop/locale";

/** This app has no proxy of its own. What it does for a check of its own is raised here. */
export const proxy = withRoundtripProxy(undefined, {
  checks: { "sentry-locale": ({ mark }) => localeOf("xx", mark()) },
});

/** Only the checks' own addresses and our pages: a matched request costs milliseconds. */
export const config = {
  matcher: [
    "/api/health/sentry",
    "/api/health/sentry-:check",
    // Nothing happens to it here: a body that ends too early is an error of the edge runtime, and none of a proxy.
    "/api/health/sentry/doctor/edge",
    "/admin/sentry/:path*",
    "/admin/checks/:path*",
    // This app has no Server Action but the check's: see "What strangers cost" in SECURITY.md.
    { source: "/:path*", has: [{ type: "header", key: "next-action" }] },
    { source: "/:path*", has: [{ type: "header", key: "content-type", value: "multipart/form-data.*" }] },
  ],
};
