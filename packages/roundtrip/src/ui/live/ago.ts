const UNITS = [
  ["day", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

/** How long ago something was, in its greatest unit: just now, 3 min ago, 2 days ago. */
export function ago(ms: number): string {
  const [unit, size] = UNITS.find((one) => ms >= one[1]) ?? ["", 0];
  if (size === 0) return "just now";
  const count = Math.floor(ms / size);
  return `${count} ${unit}${unit === "day" && count > 1 ? "s" : ""} ago`;
}
