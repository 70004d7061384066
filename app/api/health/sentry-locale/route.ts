import { localeCheck } from "@/app/shop/later-checks";
import { roundtrip } from "@/roundtrip";

/** proxy.ts throws at this address, where there is nothing else. */
export const { GET, POST } = roundtrip.check(localeCheck, ({ visit }) =>
  visit({ role: "main", path: "/admin/checks/sentry-locale", answers: [500] }),
);
