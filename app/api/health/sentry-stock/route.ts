import { stockCheck } from "@/app/shop/later-checks";
import { roundtrip } from "@/roundtrip";

export const { GET, POST } = roundtrip.check(stockCheck, ({ visit }) =>
  visit({ role: "main", path: "/admin/checks/sentry-stock", answers: [204] }),
);
