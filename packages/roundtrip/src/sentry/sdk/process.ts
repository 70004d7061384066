const PROCESS = Symbol.for("roundtrip.process");
/** Instrumentation and routes are bundled apart; the global object is what they share. */
const shared = globalThis as typeof globalThis & { [PROCESS]?: string };

export function setWitnessProcess(id: string): void {
  shared[PROCESS] = id;
}

/** The id that the witness of this process puts on its evidence; null where the SDK was never started. */
export const witnessProcess = (): string | null => shared[PROCESS] ?? null;
