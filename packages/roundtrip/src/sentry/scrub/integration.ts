import type { Integration } from "#sentry/sdk/types.js";
import { installScrubber, type ScrubOptions } from "./envelopes.js";

/** Looks through everything that the SDK sends, and takes secrets out. */
export const scrubbing = (options: ScrubOptions): Integration => ({
  name: "RoundtripSecrets",
  setup: (client) => installScrubber(client, options),
});
