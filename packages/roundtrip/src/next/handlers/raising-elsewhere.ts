import type { IncomingHttpHeaders } from "node:http";
import { singleton } from "#state/singleton.js";
import type { Raising } from "./raising.js";

type Raise = (check: string, headers: IncomingHttpHeaders) => Promise<Raising | null>;

/**
 * For code that no bundle holds: Node.js itself loads packages for the Pages Router, and finds too few of the names that
 * Sentry's SDK exports. What needs them is the bundle's that has loaded roundtrip.ts.
 */
const elsewhere = () => singleton<{ raise: Raise | null }>("raising-elsewhere", () => ({ raise: null }));

/** Said by createRoundtrip. */
export function offerRaising(): void {
  elsewhere().raise = async (check, headers) => {
    const { CAPABILITY_HEADER, runOfCapability } = await import("#runs/capability.js");
    const given = headers[CAPABILITY_HEADER];
    const run = await runOfCapability("raise", typeof given === "string" ? given : null);
    if (!run) return null;
    const { raisingOf } = await import("./raising.js");
    return raisingOf(check, run, { visited: true });
  };
}

/** The run that the server visits this address for; null for anybody else. */
export const raisingElsewhere: Raise = async (...given) => (await elsewhere().raise?.(...given)) ?? null;
