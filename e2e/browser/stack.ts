import { build } from "@/local/build";
import { startStack } from "@/local/stack";

/** Starts the stand-ins and the built app for one run of the browser tests, and ends them afterwards. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await build();
  // What a browser adds to a trace is to be seen.
  const stack = await startStack({ env: { SENTRY_TRACE_SAMPLE_RATE: "1" } });
  const { url, token, sentry, inngest, env } = stack;
  const store = env.STORE_URL ?? "";
  process.env.E2E_LOCAL = JSON.stringify({ url, token, sentry: sentry.url, inngest: inngest.url, store });
  return () => stack.stop();
}
