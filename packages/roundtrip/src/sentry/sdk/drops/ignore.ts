import type { Integration } from "#sentry/sdk/types.js";

/** The integration's name, by which its drops are known. */
export const IGNORE_TYPES = "RoundtripIgnoreTypes";

/**
 * Ignores errors by their exact type. The SDK's `ignoreErrors` matches text, so that an error which only
 * mentions the name in its message would be lost as well.
 */
export function ignoreTypes(types: readonly string[]): Integration {
  return {
    name: IGNORE_TYPES,
    processEvent(event) {
      const type = event.exception?.values?.at(-1)?.type;
      return type !== undefined && types.includes(type) ? null : event;
    },
  };
}
