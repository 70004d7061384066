import { firedAnswer, firing } from "@roundtrip/next/next/handlers/fire";
import { visit } from "@roundtrip/next/runs/fire/visit";

const PAGE = "/admin/checks/edge";

/** The edge runtime reaches no store, so the server opens the run and visits the edge. */
export const GET = firing("sentry-edge", async (run) => {
  await Promise.all([
    visit(run, { role: "main", path: `${PAGE}/captured`, answers: [204] }),
    visit(run, { role: "uncaught", path: `${PAGE}/uncaught`, answers: [500] }),
  ]);
  return firedAnswer(run);
});
export const POST = GET;
