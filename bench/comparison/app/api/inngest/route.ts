import { serve } from "inngest/next";
import { failing, inngest } from "../../../inngest";

/** With Roundtrip its tasks are served beside the app's own, by the app's own client. */
async function handlers() {
  const settings = { client: inngest, servePath: "/api/inngest" };
  if (process.env.COMPARISON !== "roundtrip") return serve({ ...settings, functions: [failing] });
  const { inngestRoute, roundtripTasks } = await import("@roundtrip/next/inngest");
  const raise = ({ error }: { error: () => Error }) => {
    throw error();
  };
  return inngestRoute(serve({ ...settings, functions: [failing, ...roundtripTasks(inngest, { raise })] }));
}

export const { GET, POST, PUT } = await handlers();
