/** A language that the shop does not speak. */
class LocaleUnknown extends Error {
  override name = "LocaleUnknown";
}

/** What proxy.ts does with the language of a visitor. */
export function localeOf(language: string, why: string): "en" {
  if (language === "en") return "en";
  throw new LocaleUnknown(why);
}
