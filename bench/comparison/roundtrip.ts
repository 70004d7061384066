import { createRoundtrip } from "@roundtrip/next";

export const roundtrip = createRoundtrip({ checks: ["sentry-extra"] });
