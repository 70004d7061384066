import { ORDER, orderCheck } from "@/app/shop/check";
import { decline } from "@/app/shop/payment";
import { roundtrip } from "@/roundtrip";

export const { GET, POST } = roundtrip.check(orderCheck, ({ mark }) => decline(ORDER, mark()));
