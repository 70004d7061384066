const UNITS: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Milliseconds from now that the SDK's time strings stand for: `1d2h30m10s`, or an ISO date (past: 0).
 * Throws on anything else: a wait of unknown length must not become no wait.
 */
export function durationMs(text: string, now: Date): number {
  if (/^\d{4}-\d\d-\d\d/.test(text)) {
    const at = Date.parse(text);
    if (!Number.isNaN(at)) return Math.max(0, at - now.getTime());
  }
  if (text === "") return 0; // The SDK writes a duration of zero as no parts at all.
  if (!/^(\d+(\.\d+)?(ms|[smhdw]))+$/.test(text)) {
    throw new Error(`"${text}" is no duration: expected parts like 1d2h30m10s, or an ISO date`);
  }
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ms|[smhdw])/g)) {
    total += Number(amount) * (UNITS[unit ?? ""] ?? 0);
  }
  return total;
}

/** Milliseconds a `retry-after` header asks for: seconds, an HTTP date or an ISO date. Undefined if unreadable. */
export function retryAfterMs(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
