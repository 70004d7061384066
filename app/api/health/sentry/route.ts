import { roundtrip } from "@/roundtrip";

export const { GET, POST } = roundtrip.check("sentry", ({ error }) => {
  throw error();
});
