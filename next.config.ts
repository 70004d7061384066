import { withRoundtrip } from "@roundtrip/next/config";
import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants";

const config = (phase: string): NextConfig => ({
  // Every build can be taken to another machine as it is; `next start` needs no such thing, and would warn.
  ...(phase === PHASE_PRODUCTION_BUILD ? { output: "standalone" } : {}),
  poweredByHeader: false,
  // Next.js keeps what is sent to an address behind proxy.ts, read or not; none of this app's takes more.
  experimental: { proxyClientMaxBodySize: 64 * 1024 },
  // This app shows no images: without this, strangers could ask it to fetch and convert what none are.
  images: { unoptimized: true },
  // Where people used to sign in. What follows the # in a sign-in link goes along.
  redirects: async () => [{ source: "/admin/login", destination: "/admin/sentry/sign-in", permanent: false }],
  // `npm run check` has checked the types, tests included; a deployment need not do it again.
  typescript: { ignoreBuildErrors: true },
});

export default withRoundtrip(config);
