import type { Integration } from "./sdk";

/**
 * Ignores errors by their exact type. The SDK's `ignoreErrors` matches text, so that an error which only
 * mentions the name in its message would be lost as well.
 */
export function ignoreTypes(types: readonly string[], onIgnored: () => void): Integration {
  return {
    name: "RoundtripIgnoreTypes",
    processEvent(event) {
      const type = event.exception?.values?.at(-1)?.type;
      if (type === undefined || !types.includes(type)) return event;
      onIgnored();
      return null;
    },
  };
}
