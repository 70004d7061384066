import { firedAnswer, firing } from "@roundtrip/next/next/handlers/fire";
import { visit } from "@roundtrip/next/runs/fire/visit";

const PAGE = "/admin/checks/control-flow";

/**
 * A report of redirect() would name no run, but it would be on its request's trace. So the three pages share a
 * trace of their own; the control comes last, or its arrival would prove nothing about what went before.
 */
export const GET = firing("sentry-control-flow", async (run) => {
  await visit(run, { role: "main", path: `${PAGE}/redirect`, answers: [307], harmless: true });
  await visit(run, { role: "missing", path: `${PAGE}/missing`, answers: [404], harmless: true });
  await visit(run, { role: "control", path: `${PAGE}/control`, answers: [500] });
  return firedAnswer(run);
});
export const POST = GET;
