import { roundtrip } from "@/roundtrip";

const PAGE = "/admin/checks/control-flow";

/**
 * A report of redirect() would name no run, but it would be on its request's trace. So the three pages share a
 * trace of their own; the control comes last, or its arrival would prove nothing about what went before.
 */
export const { GET, POST } = roundtrip.check("sentry-control-flow", async ({ visit }) => {
  await visit({ role: "main", path: `${PAGE}/redirect`, answers: [307], harmless: true });
  await visit({ role: "missing", path: `${PAGE}/missing`, answers: [404], harmless: true });
  await visit({ role: "control", path: `${PAGE}/control`, answers: [500] });
});
