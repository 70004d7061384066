import type { VerifyResult } from "#cli/verify/run.js";
import { remarks } from "./remarks.js";

/** As GitHub's runner reads its workflow commands back. */
const data = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

const line = (level: "error" | "warning", title: string, message: string) =>
  `::${level} title=${property(title)}::${data(message)}`;

/** Workflow commands for GitHub Actions: one for each check that failed or passed with a warning. */
export function annotations(result: VerifyResult): string[] {
  return result.checks.flatMap((one) => {
    if (one.verdict === "pass") return [];
    const [first] = remarks(one, result.url);
    const said = first ? [first.what, first.todo, ...first.links] : [one.note ?? ""];
    const message = [...said, ...(one.run ? [`run ${one.run}`] : [])].filter(Boolean).join("\n");
    return [line(one.verdict === "warn" ? "warning" : "error", `${one.check}: ${one.verdict}`, message)];
  });
}

export const annotationError = (message: string): string => line("error", "roundtrip verify", message);
