import { basketCheck } from "@/app/shop/basket-check";
import { roundtrip } from "@/roundtrip";

export const { GET, POST } = roundtrip.check(basketCheck);
