const MARK = Symbol.for("roundtrip.registered");

/** Left by register() in instrumentation.ts, so that whoever asks later knows that Next ran it. */
export function noteRegistered(): void {
  Reflect.set(globalThis, MARK, true);
}

export const isRegistered = (): boolean => Reflect.get(globalThis, MARK) === true;
