import { reportedAfter } from "@roundtrip/next/after";
import { roundtrip } from "@/roundtrip";

/** The answer is out by the time that this throws. */
export const { GET, POST } = roundtrip.check("sentry-after", ({ error }) =>
  reportedAfter(() => {
    throw error();
  }),
);
