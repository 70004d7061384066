import { recall, remember } from "#state/singleton.js";

export const setWitnessProcess = (id: string): void => remember("process", id);

/** The id that the witness of this process puts on its evidence; null where the SDK was never started. */
export function witnessProcess(): string | null {
  const id = recall("process");
  return typeof id === "string" ? id : null;
}
