import { own } from "../../../own";

async function raise(): Promise<never> {
  throw await own("uncaught in a check");
}

/** The check's handler itself is broken: what it throws is the app's own error. */
export const GET = async (request: Request) => {
  if (process.env.COMPARISON !== "roundtrip") return raise();
  const { createRoundtrip } = await import("@roundtrip/next");
  return createRoundtrip({ checks: ["sentry"] })
    .check("sentry", raise)
    .GET(request);
};
