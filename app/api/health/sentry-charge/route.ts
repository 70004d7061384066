import { chargeCheck } from "@/app/shop/later-checks";
import { inngest } from "@/inngest/client";
import { roundtrip } from "@/roundtrip";

export const { GET, POST } = roundtrip.check(chargeCheck, ({ send }) => send(inngest));
