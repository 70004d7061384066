/** Where the runs are kept unless STORE_URL says otherwise. */
const DATA = ".data/";

/** Keeps the file with the runs out of git. */
export function ignoreData(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trim().replace(/^\/|\/$/g, ""));
  if (lines.includes(".data") || lines.includes(".data/*")) return text;
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  const between = text === "" || text.endsWith("\n") ? "" : ending;
  return `${text}${between}${ending}# Roundtrip's runs${ending}${DATA}${ending}`;
}

export function withoutData(text: string): string {
  return text.replace(/(\r?\n)?# Roundtrip's runs\r?\n\.data\/(\r?\n)?/, "");
}
