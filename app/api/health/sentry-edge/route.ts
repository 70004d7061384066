import { roundtrip } from "@/roundtrip";

const PAGE = "/admin/checks/edge";

/** The edge runtime reaches no store, so the server opens the run and visits the edge. */
export const { GET, POST } = roundtrip.check("sentry-edge", ({ visit }) =>
  Promise.all([
    visit({ role: "main", path: `${PAGE}/captured`, answers: [204] }),
    visit({ role: "uncaught", path: `${PAGE}/uncaught`, answers: [500] }),
  ]),
);
