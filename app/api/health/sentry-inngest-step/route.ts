import { inngest } from "@/inngest/client";
import { roundtrip } from "@/roundtrip";

export const { GET, POST } = roundtrip.check("sentry-inngest-step", ({ send }) => send(inngest));
