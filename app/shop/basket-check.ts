import { defineCheck } from "@roundtrip/next";
import { FREE } from "./free";

/** A check of this app's own that only a browser raises: what its shop's page does there. */
export const basketCheck = defineCheck({
  name: "sentry-basket",
  title: "Shop's basket in the browser",
  runsIn: "browser",
  raises:
    "A PriceMissing in the browser, where somebody puts a thing without a price into the shop's basket.",
  holds: {
    type: "PriceMissing",
    data: { path: "shop.item", value: { ...FREE } },
    source: "app/shop/basket.ts",
  },
});
