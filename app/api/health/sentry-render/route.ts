import { roundtrip } from "@/roundtrip";

const PAGE = "/admin/checks/render";

/** Pages cannot answer like the other checks do, so the server visits them itself. */
export const { GET, POST } = roundtrip.check("sentry-render", ({ visit }) =>
  Promise.all([
    visit({ role: "main", path: PAGE, answers: [500] }),
    visit({ role: "nested", path: `${PAGE}/nested`, answers: [500] }),
    visit({ role: "streamed", path: `${PAGE}/streamed`, answers: [200] }),
  ]),
);
