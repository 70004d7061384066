/** What stands where something was taken away; Sentry's own scrubber writes the same. */
export const FILTERED = "[Filtered]";
