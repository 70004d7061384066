import type { Look } from "#cli/report/table.js";
import { oneLine, wrap } from "#cli/text.js";
import type { DoctorAnswer, Finding, Level } from "#doctor/finding.js";
import { counted } from "#verdict/text/plural.js";

const COLOUR = { ok: "green", note: "cyan", warn: "yellow", fail: "red" } as const;
const LEVELS: readonly Level[] = ["fail", "warn", "note", "ok"];

/** The findings for people: a line each, and below it what to do where something is to be done. */
export function doctorReport(answer: DoctorAnswer, look: Look, quiet: boolean): string {
  const shown = quiet ? answer.findings.filter(({ level }) => level !== "ok") : answer.findings;
  const lines = shown.flatMap((one) => findingLines(one, look));
  return quiet ? lines.join("\n") : [...lines, "", summary(answer, look)].join("\n");
}

function findingLines(finding: Finding, { paint, width }: Look): string[] {
  const { level, title, code, what, why, change, page } = finding;
  const head = `${paint(COLOUR[level], level.padEnd(4))}  ${paint("bold", oneLine(title))}`;
  const say = (text: string) => (text ? wrap(oneLine(text), width, "      ") : []);
  if (level === "ok") return [head, ...say(what)];
  return [
    `${head} ${paint("dim", `[${oneLine(code)}]`)}`,
    ...say(what),
    ...say(why && `why: ${why}`),
    ...say(change && `change: ${change}`),
    ...(page ? [`      ${paint("dim", `open: ${oneLine(page.href)}`)}`] : []),
  ];
}

function summary({ findings }: DoctorAnswer, { paint }: Look): string {
  const counts = LEVELS.map((level) => ({
    level,
    count: findings.filter((one) => one.level === level).length,
  }));
  const said = counts
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => paint(COLOUR[level], `${count} ${level}`));
  return `${counted(findings.length, "finding")}: ${said.join(", ")}`;
}
