import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Bytes that a process holds in memory. */
function residentBytes(pid: number): number {
  if (process.platform !== "linux")
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * 1024;
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) * 1024;
}

/** The most that a process held while `work` was under way, and what it held before. */
export async function peakDuring(
  pid: number,
  work: () => Promise<void>,
): Promise<{ idle: number; peak: number }> {
  const idle = residentBytes(pid);
  let peak = idle;
  const look = () => {
    peak = Math.max(peak, residentBytes(pid));
  };
  const timer = setInterval(() => {
    try {
      look();
    } catch {
      // It has ended, which whoever works with it finds out as well.
      clearInterval(timer);
    }
  }, 10);
  try {
    await work();
    look();
  } finally {
    clearInterval(timer);
  }
  return { idle, peak };
}

export const inMb = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
