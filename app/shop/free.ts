import type { Item } from "./basket";

export const FREE: Item = { sku: "tea", price: null };
