import type { Alteration, InboundFilters, IngestFault, ReadFault } from "#sentry/control/schema.js";
import type { ScrubIds } from "#sentry/ingest/scrub-ids.js";
import type { MapIndex } from "#sentry/maps/index-of-build.js";
import { Stats } from "#sentry/read/stats.js";
import { Store } from "./store.js";

/** What a token made with the wizard's usual choices may do. */
export const DEFAULT_SCOPES = ["event:read", "org:read", "project:read", "project:releases"];

export interface Identity {
  org: string;
  /** Numeric id, as in the DSN. */
  project: string;
  slug: string;
  key: string;
  token: string;
}

/** What control can change; `reset` brings back the values the server started with. */
export interface Behaviour {
  ingest: IngestFault;
  read: ReadFault;
  alterations: Alteration[];
  delayMs: number;
  duplicates: number;
  scopes: string[];
  orgSlug: string;
  projectAccess: boolean;
  clockOffsetMs: number;
  scrub: string[];
  scrubIds: ScrubIds | null;
  version: string;
  inboundFilters: InboundFilters;
  maps: MapIndex | null;
}

/** Everything one running stand-in knows. */
export interface State {
  identity: Identity;
  behaviour: Behaviour;
  initial: () => Behaviour;
  store: Store;
  stats: Stats;
  startedAt: number;
  log: (line: string) => void;
}

export function createState(
  identity: Identity,
  initial: () => Behaviour,
  log: (line: string) => void,
): State {
  return {
    identity,
    behaviour: initial(),
    initial,
    store: new Store(),
    stats: new Stats(),
    startedAt: Date.now(),
    log,
  };
}

/** The server's wall clock, which control can set wrong. */
export const serverNow = (state: State): number => Date.now() + state.behaviour.clockOffsetMs;

/** Sentry answers 200 first and can be read from a moment later: true once that moment is over. */
export const isReadable = (state: State, storedAt: number): boolean =>
  state.behaviour.read.mode !== "never" && performance.now() - storedAt >= state.behaviour.delayMs;

/** Takes one use off a fault that has `times`; at none left the mode is normal again. */
export function spend(state: State, which: "ingest" | "read"): void {
  const fault = state.behaviour[which];
  if (fault.times === undefined) return;
  if (fault.times <= 1) state.behaviour[which] = { mode: "normal" };
  else fault.times -= 1;
}
