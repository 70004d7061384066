import { firedAnswer, firing } from "@roundtrip/next/next/handlers/fire";
import { visit } from "@roundtrip/next/runs/fire/visit";

const PAGE = "/admin/checks/render";

/** Pages cannot answer like the other checks do, so the server visits them itself. */
export const GET = firing("sentry-render", async (run) => {
  await Promise.all([
    visit(run, { role: "main", path: PAGE, answers: [500] }),
    visit(run, { role: "nested", path: `${PAGE}/nested`, answers: [500] }),
    visit(run, { role: "streamed", path: `${PAGE}/streamed`, answers: [200] }),
  ]);
  return firedAnswer(run);
});
export const POST = GET;
