import type { Figure, Unit } from "./figure";

const DIGITS: Readonly<Record<Unit, number>> = { ratio: 3, ms: 1, s: 2, bytes: 0, MB: 1, count: 0 };

function amount(value: number, unit: Unit): string {
  const digits = DIGITS[unit];
  const text = value.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return unit === "ratio" || unit === "count" ? text : `${text} ${unit}`;
}

function cells(one: Figure): string[] {
  const spread = one.spread?.map((end) => amount(end, one.unit)).join(" … ") ?? "";
  const goal = one.goal === null ? "" : `≤ ${amount(one.goal, one.unit)}`;
  const verdict = one.met === null ? "" : one.met ? "met" : "MISSED";
  return [one.name, amount(one.value, one.unit), spread, String(one.samples), goal, verdict];
}

/** The figures as lines of text; a missed goal is marked. */
export function table(figures: readonly Figure[]): string {
  const rows = [["", "value", "95 % interval", "samples", "goal", ""], ...figures.map(cells)];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return rows.map(line).join("\n");
}
