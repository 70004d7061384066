import { defineCheck } from "@roundtrip/next";
import { FREE } from "./free";

/** A check of this app's own that only a browser raises: what its shop's page does there. */
export const basketCheck = defineCheck({
  name: "sentry-basket",
  title: "Basket of a shop",
  runsIn: "browser",
  raises:
    "A PriceMissing in the browser, where somebody puts a thing without a price into the basket of a shop.",
  holds: {
    type: "PriceMissing",
    data: { path: "shop.item", value: { ...FREE } },
    source: "app/shop/basket.ts",
  },
});
