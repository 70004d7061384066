import { firedAnswer, firing } from "@roundtrip/next/next/handlers/fire";
import { visit } from "@roundtrip/next/runs/fire/visit";

/** proxy.ts throws at this address, where there is nothing else. */
const PATH = "/admin/checks/proxy";

export const GET = firing("sentry-proxy", async (run) => {
  await visit(run, { role: "main", path: PATH, answers: [500] });
  return firedAnswer(run);
});
export const POST = GET;
