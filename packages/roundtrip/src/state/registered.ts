import { recall, remember } from "./singleton.js";

/** Left by register() in instrumentation.ts, so that whoever asks later knows that Next ran it. */
export function noteRegistered(): void {
  remember("registered", true);
}

export const isRegistered = (): boolean => recall("registered") === true;
