/** A thing of which nobody knows how many are left. */
export class StockUnknown extends Error {
  override name = "StockUnknown";
}
