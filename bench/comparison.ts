import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { freePort } from "#stand-ins/port.js";
import { buildTarget, type Target } from "@/local/build";
import type { Running } from "@/local/processes";
import { ROOT } from "@/local/root";
import { appEnv, type InngestFacts, type SentryFacts, startNext } from "@/local/stack";

const SOURCES = [
  "own.ts",
  "logger.ts",
  "inngest.ts",
  "plain.ts",
  "plain-others.ts",
  "roundtrip.ts",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "next.config.ts",
  "app",
];
/** A small Next + Sentry app, built once; a variable says whether it runs with Roundtrip's wiring. */
const COMPARISON: Target = {
  directory: join(ROOT, "bench/comparison"),
  sources: ["packages/roundtrip/src", ...SOURCES.map((name) => `bench/comparison/${name}`)],
};
export type Wiring = "plain" | "roundtrip";

export interface ComparisonApp {
  url: string;
  running: Running;
}

/** Builds the comparison app unless its build is fresh. */
export const buildComparison = (): Promise<void> => buildTarget(COMPARISON);

/** No check of the comparison app goes through Inngest: the discard port will do. */
const nowhere = (): InngestFacts => ({
  url: "http://127.0.0.1:9",
  eventKey: "unused-local",
  signingKey: `signkey-test-${randomBytes(32).toString("hex")}`,
});

/** Variables that both wirings understand; the token admits to checks. */
export function comparisonEnv(
  sentry: SentryFacts,
  storeFile: string,
  inngest: InngestFacts = nowhere(),
): Record<string, string> {
  return { ...appEnv(sentry, inngest), COMMIT_SHA: "c0ffee", STORE_URL: `file:${storeFile}` };
}

/** Starts the comparison app; stop `running` when done. */
export async function startComparison(
  wiring: Wiring,
  env: Record<string, string>,
  { port, log }: { port?: number; log?: (line: string) => void } = {},
): Promise<ComparisonApp> {
  const chosen = port ?? (await freePort());
  const running = await startNext(COMPARISON.directory, chosen, { ...env, COMPARISON: wiring }, log);
  return { url: `http://127.0.0.1:${chosen}`, running };
}
