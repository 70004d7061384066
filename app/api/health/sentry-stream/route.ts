import { roundtrip } from "@/roundtrip";

/** The stream that fails is another route's: this one answers with the run. */
export const { GET, POST } = roundtrip.check("sentry-stream", ({ visit }) =>
  visit({ role: "main", path: "/admin/checks/stream", answers: [200] }),
);
