import { findCheck } from "#checks/catalogue.js";
import type { BrowserRun } from "#cli/browser/run.js";
import type { Client } from "#cli/client.js";
import { CannotRun } from "#cli/errors.js";
import type { Expect, HealthAnswer, HealthEntry } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";

/** A check with what the firing said of it. */
export interface Fired {
  check: string;
  entry: HealthEntry;
}
export type Deployment = Pick<HealthAnswer, "releaseId" | "environment">;

/** The checks that the server fires (undefined: its default ones), and those that a browser here must fire. */
export function select(checks: readonly string[] | undefined): {
  named: string[] | undefined;
  inBrowser: string[];
} {
  if (!checks) return { named: undefined, inBrowser: [] };
  const all = [...new Set(checks.map((name) => findCheck(name)?.name ?? name))];
  const needsBrowser = (name: string) => findCheck(name)?.page !== undefined;
  return { named: all.filter((name) => !needsBrowser(name)), inBrowser: all.filter(needsBrowser) };
}

/** Without a check of the server's own, only what is deployed is asked. */
export async function fireOnServer(
  app: Client,
  named: string[] | undefined,
  expect: Expect,
  nonce: string,
): Promise<Deployment & { entries: Fired[] }> {
  if (named?.length === 0) {
    const { releaseId = "unknown", environment = "unknown" } = (await app.deployment()) ?? {};
    return { releaseId, environment, entries: [] };
  }
  const told = Object.keys(expect).length > 0 ? { expect } : {};
  const answer = await app.fire({ wait: 0, ...(named ? { checks: named } : {}), ...told }, nonce);
  const { entries, ...deployment } = firedIn(answer);
  const missing = named?.find((name) => !entries.some(({ check }) => check === name));
  if (missing)
    throw new CannotRun(`--checks: the server fired no check "${missing}". Update the app, or leave it out.`);
  if (entries.length === 0)
    throw new CannotRun("--checks: the server fired nothing. Name checks with --checks.");
  return { ...deployment, entries };
}

/**
 * A round of the canary. The server waits for its verdicts as long as it does for other schedulers: on a host that stops
 * the process nobody else would look at them now.
 */
export const fireCanary = async (app: Client, nonce: string) =>
  firedIn(await app.fire({ canary: true }, nonce));

const firedIn = ({ checks, releaseId, environment }: HealthAnswer): Deployment & { entries: Fired[] } => ({
  releaseId,
  environment,
  entries: Object.entries(checks).map(([check, list]) => single(check, list)),
});

/** A check of the app's own that only a browser raises: the server alone knows of it, and says so. */
export const isForBrowser = ({ entry }: Fired): boolean =>
  entry.run === null && entry.cause?.code === "needs_browser";

/** As the server's own entry: pending where a browser is at work, and not proven where there is none. */
export function entryOf(check: string, fired: BrowserRun): HealthEntry {
  const open = fired.run !== null;
  return {
    componentType: "check",
    run: fired.run,
    status: "fail",
    verdict: open ? "pending" : "unknown",
    observedValue: null,
    observedUnit: "ms",
    time: null,
    output: "",
    cause: open ? null : cause("needs_browser", { check, why: fired.why }),
    href: null,
  };
}

/** One entry a check is the contract; a pass that names no run proves nothing. */
function single(check: string, list: readonly HealthEntry[]): { check: string; entry: HealthEntry } {
  const [entry] = list;
  const good = entry?.verdict === "pass" || entry?.verdict === "warn";
  if (!entry || list.length > 1 || (good && !entry.run)) {
    throw new CannotRun(
      `--url: what answers is not a Roundtrip server: its entry for "${check}" cannot be read.`,
    );
  }
  return { check, entry };
}
