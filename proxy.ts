import { withRoundtripProxy } from "@roundtrip/next/proxy";

export const proxy = withRoundtripProxy();

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
