import { roundtrip } from "@/roundtrip";

/** proxy.ts throws at this address, where there is nothing else. */
const path = "/admin/checks/proxy";

export const { GET, POST } = roundtrip.check("sentry-proxy", ({ visit }) =>
  visit({ role: "main", path, answers: [500] }),
);
