import { duration, noColours, oneLine, type Paint, TONE, wrap } from "#cli/text.js";
import type { CheckResult, VerifyResult } from "#cli/verify/run.js";
import { counted } from "#verdict/text/plural.js";
import { remarks } from "./remarks.js";

export interface Look {
  paint: Paint;
  /** Columns; details are broken at words to fit. */
  width: number;
}
const PLAIN: Look = { paint: noColours, width: Number.POSITIVE_INFINITY };

const HEAD = ["CHECK", "VERDICT", "TIME", "RUN"] as const;

/**
 * The verdicts for people: a row a check, and below each what it needs to say. Ends without a newline.
 * @param shown the checks that get a row; the last line counts all of them either way
 */
export function table(result: VerifyResult, look: Look = PLAIN, shown = result.checks): string {
  const rows = shown.map((one) => ({ one, cells: cells(one) }));
  const widths = HEAD.map((head, i) =>
    Math.max(head.length, ...rows.map(({ cells }) => cells[i]?.length ?? 0)),
  );
  const line = (row: readonly string[]) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0));
  return [
    look.paint("dim", line(HEAD).join("  ").trimEnd()),
    ...rows.flatMap(({ one, cells }) => {
      const [check = "", verdict = "", time = "", run = ""] = line(cells);
      const row = [
        look.paint("bold", check),
        look.paint(TONE[one.verdict], verdict),
        time,
        look.paint("dim", run),
      ];
      return [row.join("  ").trimEnd(), ...details(one, result.url, look)];
    }),
    "",
    summary(result, look),
  ].join("\n");
}

const cells = (one: CheckResult): string[] => [
  oneLine(one.check),
  one.verdict,
  duration(one.latencyMs ?? one.decidedMs),
  oneLine(one.run ?? "-"),
];

function details(one: CheckResult, url: string, { paint, width }: Look): string[] {
  const say = (text: string) => wrap(oneLine(text), width, "    ");
  const passed = one.verdict === "pass" || one.verdict === "warn";
  return [
    ...remarks(one, url).flatMap(({ what, todo, links }) => {
      const [first = "", ...rest] = say(what);
      return [
        paint(TONE[passed ? "warn" : one.verdict], first),
        ...rest,
        ...say(todo),
        ...links.map((link) => paint("dim", `    ${oneLine(link)}`)),
      ];
    }),
    ...one.unmet.flatMap(({ name, expected, actual }) => say(`${name}: expected ${expected}, got ${actual}`)),
    ...(one.note ? say(`note: ${one.note}`) : []),
    ...(one.sentry ? [paint("dim", `    Sentry: ${oneLine(one.sentry)}`)] : []),
  ];
}

function summary(result: VerifyResult, { paint }: Look): string {
  const counts = (["pass", "warn", "fail", "unknown", "pending"] as const)
    .map((verdict) => ({ verdict, count: result.checks.filter((one) => one.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => paint(TONE[verdict], `${count} ${verdict}`));
  const where = `release ${oneLine(result.releaseId)}, environment ${oneLine(result.environment)}`;
  return `${counted(result.checks.length, "check")}: ${counts.join(", ")} (${where})`;
}
